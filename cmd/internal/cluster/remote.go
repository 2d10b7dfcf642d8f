package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

const (
	askEvery    = 500 * time.Millisecond
	askWithin   = time.Second
	silentAfter = 1500 * time.Millisecond // without an answer a node can't be reached

	maxNews    = 4096 // that wait to be told; more are lost
	newsAtOnce = 256
)

// The paths of the inner listener that are not passed on requests.
const (
	alivePath = "/inner/alive"
	newsPath  = "/inner/news"
)

// keyHeader carries the nodes' key.
const keyHeader = "Tandem-Node"

// Remote is another node, as this one reaches it.
type Remote struct {
	store.NodeInfo
	cluster  *Cluster
	traffic  *Traffic
	client   *http.Client
	draining atomic.Bool
	news     chan lobby.News

	ctx context.Context // ends when the node has gone
	end context.CancelFunc

	mu      sync.Mutex
	heard   time.Time       // when it last answered
	renews  time.Time       // when it last answered that it renews its lease
	passing context.Context // ends when the node stops answering, with what is passed on to it
	silence context.CancelFunc
}

func newRemote(ctx context.Context, node store.NodeInfo, k *Cluster) *Remote {
	r := &Remote{
		NodeInfo: node, cluster: k, traffic: k.traffic.of(node.Address), news: make(chan lobby.News, maxNews),
		client: &http.Client{
			Transport: &http.Transport{
				DialContext:         (&net.Dialer{Timeout: askWithin}).DialContext,
				MaxIdleConnsPerHost: 64,
				IdleConnTimeout:     time.Minute,
				DisableCompression:  true,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	r.ctx, r.end = context.WithCancel(ctx)
	r.passing, r.silence = context.WithCancel(r.ctx)
	r.silence() // until it answers
	return r
}

// run asks the node again and again whether it lives, and tells it news, until it has gone.
func (r *Remote) run() {
	var sending sync.WaitGroup
	defer sending.Wait()
	sending.Go(r.sendNews)
	defer r.client.CloseIdleConnections()
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		r.ask()
		select {
		case <-tick.C:
		case <-r.ctx.Done():
			return
		}
	}
}

// alive is a node's answer to whether it lives.
type alive struct {
	Incarnation string `json:"incarnation"`
	Renews      bool   `json:"renews"` // its last attempt to renew its lease succeeded
}

func (r *Remote) ask() {
	ctx, cancel := context.WithTimeout(r.ctx, askWithin)
	defer cancel()
	var a alive
	err := r.call(ctx, http.MethodGet, alivePath, nil, &a)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil && a.Incarnation == r.Incarnation { // else another process has its address
		r.heard = time.Now()
		if a.Renews {
			r.renews = r.heard
		}
		if r.passing.Err() != nil && r.ctx.Err() == nil {
			r.passing, r.silence = context.WithCancel(r.ctx)
		}
		return
	}
	if time.Since(r.heard) >= silentAfter {
		r.silence()
	}
}

// Answers reports whether the node can be reached.
func (r *Remote) Answers() bool { return r.answering().Err() == nil }

// renewed returns when the node last said that it renews its lease.
func (r *Remote) renewed() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.renews
}

// answering returns a context that ends when the node stops answering.
func (r *Remote) answering() context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.passing
}

// tell queues news for the node.
func (r *Remote) tell(n lobby.News) {
	select {
	case r.news <- n:
	default: // the node looks into the database now and then
		r.traffic.Lost.Add(1)
	}
}

func (r *Remote) sendNews() {
	for {
		var batch []lobby.News
		select {
		case n := <-r.news:
			batch = append(batch, n)
		case <-r.ctx.Done():
			return
		}
		seen := map[lobby.News]bool{batch[0]: true}
		for more := true; more && len(batch) < newsAtOnce; {
			select {
			case n := <-r.news:
				if !seen[n] {
					seen[n] = true
					batch = append(batch, n)
				}
			default:
				more = false
			}
		}
		ctx, cancel := context.WithTimeout(r.ctx, askWithin)
		err := r.call(ctx, http.MethodPost, newsPath, batch, nil)
		cancel()
		if err == nil {
			r.traffic.News.Add(uint64(len(batch)))
			continue
		}
		r.traffic.Lost.Add(uint64(len(batch)))
		if r.ctx.Err() == nil {
			r.cluster.c.Logger.DebugContext(r.ctx, "news for another node is lost", "node", r.ID, "error", err)
		}
	}
}

// call makes a request of this node's own.
func (r *Remote) call(ctx context.Context, method, path string, body, answer any) error {
	var said bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&said).Encode(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+r.Address+path, &said)
	if err != nil {
		return err
	}
	req.Header.Set(keyHeader, r.cluster.key)
	res, err := r.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("%s: %s", path, res.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(http.MaxBytesReader(nil, res.Body, 1<<10)).Decode(answer)
}

package robot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// The limits of a load.
const (
	MostRooms = 500
	MostRate  = 120 // messages a second a player: more than any page sends
	// MostTime is the maximum length of a game: ten rounds of two minutes.
	MostTime = 20 * time.Minute
)

const (
	// loadRounds is how many rounds the games have: the maximum.
	loadRounds = 10
	// endTime is how long games may take to end at the end of the load, and verifyTime how
	// long the verification of one may take: the server draws it.
	endTime    = time.Minute
	verifyTime = time.Minute
	// meetTime is how long it may take until a lobby has paired all robots.
	meetTime = time.Minute
)

// LoadConfig says how much to play, and where.
type LoadConfig struct {
	URL      string        // of the Tandem
	Own      bool          // it may be another machine's
	Lobby    string        // the code of the lobby where all meet; "": two in each
	Rooms    int           // each with two robots
	Rate     float64       // messages a second a robot
	Duration time.Duration // of the play of all rooms at once
	Ramp     time.Duration // before that, the time over which the rooms are opened
	Seed     uint64        // for what the robots draw and when they reconnect
	Sketch   Sketch
	Progress io.Writer // a line that is rewritten every second; nil: none
}

// Check returns what is invalid.
func (c LoadConfig) Check() error {
	var wrong []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	u, err := url.Parse(c.URL)
	ok := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
	check(ok, "--url must look like http://127.0.0.1:8080, not %q", c.URL)
	check(!ok || c.Own || isLoopback(u), "--url is another machine's; add --i-own-this-server if it is yours")
	check(c.Rooms >= 1 && c.Rooms <= MostRooms, "--rooms must be 1 to %d", MostRooms)
	check(c.Rate >= 0.1 && c.Rate <= MostRate, "--rate must be 0.1 to %d messages a second", MostRate)
	check(c.Duration >= time.Second && c.Ramp >= 0 && c.Ramp+c.Duration <= MostTime, "--ramp and --duration together must be 1s to %s", MostTime)
	return errors.Join(wrong...)
}

func isLoopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// settings returns settings with which games last at least as long as the load.
func (c LoadConfig) settings() Settings {
	seconds := int((c.Ramp+c.Duration)/time.Second)/loadRounds + 1
	return Settings{Rounds: loadRounds, RoundSeconds: min(max(seconds, 10), 120)}
}

// Load plays in many rooms at once, for a while, ends all the games and verifies them. It
// returns an error only if it could not play at all; failed games are in the report.
func Load(ctx context.Context, c LoadConfig) (Report, error) {
	if err := c.Check(); err != nil {
		return Report{}, err
	}
	l := &load{LoadConfig: c, finish: make(chan struct{}), verifying: make(chan struct{}, runtime.GOMAXPROCS(0))}
	l.report = Report{URL: c.URL, Rooms: c.Rooms, Rate: c.Rate, Duration: c.Duration.Seconds(), Ramp: c.Ramp.Seconds(), Seed: c.Seed}

	pair := l.pairApart
	if c.Lobby != "" {
		duets, err := l.pairInLobby(ctx)
		if err != nil {
			return l.report, err
		}
		pair = func(_ context.Context, i int) (Duet, error) { return duets[i], nil }
	}

	playing, stop := context.WithCancel(ctx)
	defer stop()
	var watch sync.WaitGroup
	watch.Go(func() { l.watch(playing) })
	end := time.AfterFunc(c.Ramp+c.Duration, func() { close(l.finish) })
	defer end.Stop()

	var rooms errgroup.Group
	l.playing.Add(c.Rooms)
	for i := range c.Rooms {
		rooms.Go(func() error {
			over := sync.OnceFunc(l.playing.Done)
			defer over()
			if err := pause(ctx, c.Ramp*time.Duration(i)/time.Duration(c.Rooms)); err != nil {
				return err
			}
			if err := l.playRoom(ctx, i, pair, over); err != nil {
				l.failed(err)
			}
			return nil
		})
	}
	err := rooms.Wait()
	stop()
	watch.Wait()
	l.report.ToPartner, l.report.Ack = Spread(Times(l.toPartner)), Spread(Times(l.ack))
	if ctx.Err() != nil {
		return l.report, ctx.Err()
	}
	return l.report, err
}

// load is a load under way.
type load struct {
	LoadConfig
	finish    chan struct{} // closed when the games should end
	playing   sync.WaitGroup
	verifying chan struct{} // holds one for each game that is being verified
	tally     Tally

	mu             sync.Mutex
	report         Report
	toPartner, ack []Sample
}

// playRoom runs one room and its two robots, whom pair brings together. It calls over when its
// game is over.
func (l *load) playRoom(ctx context.Context, i int, pair func(context.Context, int) (Duet, error), over func()) error {
	playing, stop := context.WithTimeout(ctx, l.Ramp+l.Duration+endTime)
	defer stop()
	duet, err := pair(playing, i)
	if err != nil {
		return err
	}
	records, err := duet.Play(playing, Plan{
		Sketch: l.Sketch, Rate: l.Rate, Seed: l.Seed + uint64(i)*2, Finish: l.finish, Tally: &l.tally,
	})
	l.count(records)
	over()
	if err != nil {
		return err
	}
	// Verification needs the processors of both sides: not while others still measure.
	l.playing.Wait()
	l.verifying <- struct{}{}
	defer func() { <-l.verifying }()
	ctx, cancel := context.WithTimeout(ctx, verifyTime)
	defer cancel()
	_, found, err := duet.Verify(ctx, records)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Add(found)
	return nil
}

// meet makes the robot of a room and a seat, 0 or 1.
func (l *load) meet(ctx context.Context, i, seat int) (*Player, error) {
	// Limits count by address, and so many people would not share one.
	from := fmt.Sprintf("10.%d.%d.%d", seat+1, i/250, i%250+1)
	return Meet(ctx, l.URL, fmt.Sprintf("Robot %d.%d", i+1, seat+1), from)
}

// pairApart pairs the two robots of a room in a lobby of their own.
func (l *load) pairApart(ctx context.Context, i int) (Duet, error) {
	d := Duet{Settings: l.settings()}
	for seat := range d.Players {
		var err error
		if d.Players[seat], err = l.meet(ctx, i, seat); err != nil {
			return d, err
		}
	}
	var err error
	d.Room, err = Pair(ctx, d.Settings, d.Players[0], d.Players[1])
	return d, err
}

// pairInLobby brings all robots into one lobby, which pairs them.
func (l *load) pairInLobby(ctx context.Context) ([]Duet, error) {
	type seated struct {
		room string
		*Player
	}
	ctx, stop := context.WithTimeout(ctx, meetTime)
	defer stop()
	all := make([]seated, 2*l.Rooms)
	var wait errgroup.Group
	for n := range all {
		wait.Go(func() error {
			p, err := l.meet(ctx, n/2, n%2)
			if err != nil {
				return err
			}
			if err := errors.Join(p.Join(ctx, l.Lobby), p.Ready(ctx, l.Lobby)); err != nil {
				return err
			}
			room, err := p.AwaitMatch(ctx, l.Lobby)
			all[n] = seated{room, p}
			return err
		})
	}
	if err := wait.Wait(); err != nil {
		return nil, fmt.Errorf("meet in lobby %s: %w", l.Lobby, err)
	}
	settings, err := all[0].LobbySettings(ctx, l.Lobby)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b seated) int { return strings.Compare(a.room, b.room) })
	var duets []Duet
	for pair := range slices.Chunk(all, 2) {
		if pair[0].room != pair[1].room {
			return nil, fmt.Errorf("in lobby %s a robot was paired with a person: robots need it for themselves", l.Lobby)
		}
		duets = append(duets, Duet{Room: pair[0].room, Settings: settings, Players: [2]*Player{pair[0].Player, pair[1].Player}})
	}
	return duets, nil
}

func (l *load) failed(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Failed++
	l.report.say("a game was not played to its end: %v", err)
}

func (l *load) count(records []*Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range records {
		l.toPartner, l.ack = append(l.toPartner, r.ToPartner...), append(l.ack, r.Ack...)
		for _, pen := range r.Pens {
			l.report.Drawn += len(pen.Ops)
		}
		l.report.Refused += r.Refused
		l.report.Reconnects += r.Reconnects
	}
}

// watch writes the progress.
func (l *load) watch(ctx context.Context) {
	if l.Progress == nil {
		return
	}
	began := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			fmt.Fprint(l.Progress, "\r\033[K")
			return
		}
		fmt.Fprintf(l.Progress, "\r\033[K%s of %s  %d drawn  %d shown  %d acked  %d reconnects",
			time.Since(began).Round(time.Second), l.Ramp+l.Duration,
			l.tally.Drawn.Load(), l.tally.Shown.Load(), l.tally.Acked.Load(), l.tally.Reconnects.Load())
	}
}

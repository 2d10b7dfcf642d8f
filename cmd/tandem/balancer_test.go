package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store/storetest"
)

// balancer is a program whose configuration is in a topic of help.
type balancer struct {
	program string
	block   string // how its block begins
	listens string // what the block says about its address; replaced by listen
	listen  string // %s is an address
	probes  bool   // it asks /readyz
	around  string // what the program needs besides; %s is the block
	args    []string
}

// Where nginx may write.
const nginxAround = `
daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    %s
}`

var balancers = []balancer{
	{"haproxy", "```haproxy\n", "bind :80", "bind %s", true, "%s\n", []string{"-db", "-f"}},
	{"nginx", "```nginx\nmap", "listen 80;", "listen %s;", false, nginxAround, []string{"-e", "stderr", "-p", ".", "-c"}},
	{"caddy", "```caddy\n", "draw.example {", "http://%s {", true, "{\nadmin off\n}\n%s", []string{"run", "--adapter", "caddyfile", "--config"}},
}

// repositoryFile reads a file by its path in the repository.
func repositoryFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// block returns a block of a text in Markdown, without its fences.
func block(t *testing.T, file, start string) string {
	t.Helper()
	_, rest, found := strings.Cut(repositoryFile(t, file), start)
	if !found {
		t.Fatalf("%s has no block that starts with %q", file, start)
	}
	text, _, _ := strings.Cut(rest, "\n```")
	_, first, _ := strings.Cut(start, "\n")
	return first + text
}

// findProgram returns the path of an installed program, or skips the test.
func findProgram(t *testing.T, name string) string {
	t.Helper()
	for _, path := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	t.Skipf("%s is not installed: its configuration for hosts is not tested; apt-get install %s", name, name)
	return ""
}

// freeAddress returns an address of this machine at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// runProgram runs a program in a folder of its own, with a configuration as its last
// argument, until the test ends.
func runProgram(t *testing.T, program, folder, config string, args ...string) {
	t.Helper()
	file := filepath.Join(folder, "config")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, append(args, file)...)
	command.Dir = folder
	command.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CONFIG_HOME="+folder)
	command.Stdout, command.Stderr = t.Output(), t.Output()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(command.Process.Signal(syscall.SIGTERM), ignoreExit(command.Wait())); err != nil {
			t.Error(err)
		}
	})
}

// start runs the program with its configuration from the topic in front of nodes.
func (b balancer) start(t *testing.T, nodes []*running) *running {
	t.Helper()
	program := findProgram(t, b.program)
	address := freeAddress(t)
	config := block(t, "cmd/tandem/help/cluster.md", b.block)
	if !strings.Contains(config, b.listens) {
		t.Fatalf("the configuration in help/cluster.md lacks %q", b.listens)
	}
	config = strings.Replace(config, b.listens, fmt.Sprintf(b.listen, address), 1)
	for i, node := range nodes {
		before := config
		config = strings.Replace(config, fmt.Sprintf("10.0.0.%d:8080", i+1), node.app.Addr().String(), 1)
		if config == before {
			t.Fatalf("the configuration in help/cluster.md lacks node %d", i+1)
		}
	}
	runProgram(t, program, t.TempDir(), fmt.Sprintf(b.around, config), b.args...)
	r := &running{url: "http://" + address}
	eventually(t, "the balancer answers", func() bool {
		res, err := http.DefaultClient.Get(r.url + "/readyz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	http.DefaultClient.CloseIdleConnections()
	return r
}

// ignoreExit drops the error of a program that was interrupted.
func ignoreExit(err error) error {
	if _, exited := errors.AsType[*exec.ExitError](err); exited {
		return nil
	}
	return err
}

// passedOn counts the requests and sockets that a node had to pass on.
func (r *running) passedOn() (n uint64) {
	for _, t := range r.app.cluster.Load().Traffic() {
		n += t.Requests.Load() + t.Sockets.Load()
	}
	return n
}

func TestBalancer_KeepsAGameOnOneNodeAndGoesOnWithoutIt(t *testing.T) {
	t.Parallel()
	for _, b := range balancers {
		t.Run(b.program, func(t *testing.T) {
			t.Parallel()
			findProgram(t, b.program)
			nodes := startNodes(t, storetest.URL(t), 3, func(c *Config) {
				c.NodeLinger = 4 * time.Second // of which half is twice the time between two probes
			})
			tandem := b.start(t, nodes)
			mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
			l := mila.openLobby(nil)
			milaHears := mila.events(l.Code)
			jonas.join(l.Code)
			milaHears.lobby("Jonas", func(l api.Lobby) bool { return len(l.Members) == 2 })
			mila.ready(l.Code, true)
			jonas.ready(l.Code, true)
			id := milaHears.matched().Room
			one, two := mila.sitDown(id, 11), jonas.sitDown(id, 22)
			for _, h := range []*hand{one, two} {
				h.until("the first round", func() bool { return h.state.Phase == "round" })
			}
			drawsFor(t, one, two)
			drawsFor(t, two, one)
			for i, node := range nodes {
				if n := node.passedOn(); n != 0 {
					t.Errorf("node %d passed %d requests on", i+1, n)
				}
			}

			// The node of the game leaves, and then is gone.
			leaves := nodes[0]
			for _, node := range nodes {
				if node.app.owned.rooms.Has(id) {
					leaves = node
				}
			}
			left := make(chan error, 1)
			go func() { left <- leaves.stop() }()
			for i, h := range []*hand{one, two} {
				if code := h.closed(); code != room.CloseRestarting {
					t.Errorf("seat %d: closed with %d", i+1, code)
				}
			}
			one, took := mila.back(id, 11)
			two, took2 := jonas.back(id, 22)
			t.Logf("back after %v and %v", took, took2)
			drawsFor(t, one, two)
			if err := <-left; err != nil {
				t.Errorf("the node that left: %v", err)
			}
			if strings.Contains(leaves.log.String(), "not ready") {
				t.Error("the node that left warned that it isn't ready")
			}
			if b.probes {
				// It had sent both pages to the new node at once.
				if n := leaves.passedOn(); n != 0 {
					t.Errorf("the node that left passed %d requests on", n)
				}
			} else {
				one, took = mila.back(id, 11)
				two, took2 = jonas.back(id, 22)
				t.Logf("and again after %v and %v", took, took2)
			}
			drawsFor(t, two, one)
			for i, node := range nodes {
				if strings.Contains(node.log.String(), "passed on/") {
					t.Errorf("node %d logs a request that it served as one that it passed on", i+1)
				}
			}
			eve, tom := tandem.player(t, "Eve"), tandem.player(t, "Tom")
			_, three, four := tandem.inRound(t, eve, tom)
			drawsFor(t, three, four)
		})
	}
}

// The balancer of compose.yaml is that of the topic, except where the nodes are.
func TestBalancer_ComposeHasTheTopicsConfiguration(t *testing.T) {
	_, text, found := strings.Cut(repositoryFile(t, "compose.yaml"), "\n  haproxy:\n    content: |\n")
	if !found {
		t.Fatal("compose.yaml has no configuration of HAProxy")
	}
	if end := regexp.MustCompile(`(?m)^ {0,5}\S`).FindStringIndex(text); end != nil {
		text = text[:end[0]]
	}
	elsewhere := regexp.MustCompile(`(?m)^ *(bind|server) .*\n|^resolvers(.*\n)*?\n| resolvers docker .*$`)
	rules := func(s string) string { return strings.TrimSpace(elsewhere.ReplaceAllString(s+"\n", "")) }
	compose := rules(regexp.MustCompile(`(?m)^ {6}`).ReplaceAllString(text, ""))
	if readme := rules(block(t, "cmd/tandem/help/cluster.md", "```haproxy\n")); compose != readme {
		t.Errorf("compose.yaml:\n%s\n\nREADME:\n%s", compose, readme)
	}
}

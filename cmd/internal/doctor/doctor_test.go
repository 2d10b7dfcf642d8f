package doctor

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/prompts/openai"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storetest.IgnoreServer()...) }

// want fails unless the finding has the state and the words.
func (f Finding) want(t *testing.T, s State, words string) {
	t.Helper()
	if said := f.Is + " " + f.Do; f.State != s || !strings.Contains(said, words) {
		t.Errorf("%s: %s\nwant %s: %s", f.State, said, s, words)
	}
	if f.State != OK && f.Do == "" {
		t.Errorf("%q says nothing of what to change", f.Is)
	}
}

func TestPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	taken := l.Addr().String()
	defer l.Close()
	Port(t.Context(), "ADDR", "127.0.0.1:0", false).want(t, OK, "ADDR=127.0.0.1:0 is free.")
	Port(t.Context(), "ADDR", taken, true).want(t, OK, "is in use, as Tandem runs.")
	Port(t.Context(), "ADMIN_ADDR", taken, false).want(t, Wrong, "ADMIN_ADDR="+taken+" is in use by another program. End that program (ss -ltnp names it), or set ADMIN_ADDR to another port.")
	Port(t.Context(), "NODE_ADDR", "203.0.113.7:0", false).want(t, Wrong, "is not an address of this machine.")
}

func TestDisk(t *testing.T) {
	folder := t.TempDir()
	if f := Disk(filepath.Join(folder, "not", "yet")); !strings.Contains(f.Is, "MB") {
		t.Errorf("%+v", f)
	}
	room("/data", 100<<20).want(t, Wrong, "The disk of DATA_DIR=/data is full: 100 MB are free. Make room")
	room("/data", 500<<20).want(t, Warning, "The disk of DATA_DIR=/data is nearly full: 500 MB are free. Make room")
	room("/data", 5<<30).want(t, OK, "5120 MB free")
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	Disk(file).want(t, Wrong, "is a file. Set DATA_DIR to a folder that this account may write.")
}

func TestModel(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		state  State
		words  string
	}{
		"a wrong key":   {401, `{"error":{"message":"Incorrect API key provided"}}`, Wrong, "The model's server refuses OPENAI_API_KEY (status 401: Incorrect API key provided). Make a new key there and set it."},
		"no credit":     {429, `{"error":{"message":"You exceeded your quota"}}`, Warning, "The model's server has had enough (status 429: You exceeded your quota). Add credit, or wait."},
		"it fails":      {503, `{}`, Wrong, "The model's server can't be used (status 503"},
		"no such list":  {404, `{}`, Warning, "does not say which models it has"},
		"another model": {200, `{"object":"list","data":[{"id":"large-one","object":"model"}]}`, Warning, "does not list the model small-one. Set OPENAI_MODEL to one that it has."},
		"all is well":   {200, `{"object":"list","data":[{"id":"small-one","object":"model"}]}`, OK, "takes the key and has the model small-one."},
	} {
		t.Run(name, func(t *testing.T) {
			answers := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/v1/models" || r.Header.Get("Authorization") != "Bearer sk-123" {
					t.Errorf("asked for %s with %q", r.URL, r.Header.Get("Authorization"))
				}
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			server := httptest.NewServer(answers)
			defer server.Close()
			Model(t.Context(), openai.Config{APIKey: "sk-123", BaseURL: server.URL + "/v1", Model: "small-one", Client: server.Client()}).want(t, test.state, test.words)
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		Model(t.Context(), openai.Config{APIKey: "x", BaseURL: "http://" + l.Addr().String(), Client: &http.Client{Transport: &http.Transport{}}}).
			want(t, Wrong, "connection refused). Check OPENAI_BASE_URL, and that this machine may connect to it.")
	})
}

// as makes a role, and returns the URL of a database as that role.
func as(t *testing.T, database string) (role, itsURL string) {
	t.Helper()
	role = "test_" + strings.ToLower(rand.Text())
	storetest.Exec(t, database, `CREATE ROLE `+role+` LOGIN PASSWORD 'secret'`)
	t.Cleanup(func() {
		storetest.Exec(t, database, `DROP OWNED BY `+role)
		storetest.Exec(t, database, `DROP ROLE `+role)
	})
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, "secret")
	return role, u.String()
}

func TestDatabase(t *testing.T) {
	check := func(t *testing.T, url string) (all string) {
		t.Helper()
		for _, f := range Database(t.Context(), url, "", time.Now) {
			all += string(f.State) + ": " + f.Is + " " + f.Do + "\n"
		}
		return all
	}
	for _, test := range []struct {
		name  string
		url   func(t *testing.T, database string) string
		words []string
	}{
		{
			// Nothing is durable in the tests' server.
			"unsafe settings",
			func(_ *testing.T, database string) string { return database },
			[]string{
				"ok: The database answers", "ok: The database's schema is current.", "ok: The database's role may write.", "ok: The clock of the database agrees",
				"wrong: Drawings can be lost: the database runs with fsync, full_page_writes, synchronous_commit off. Switch it on in postgresql.conf",
			},
		},
		{
			"a role that may only read",
			func(t *testing.T, database string) string {
				role, url := as(t, database)
				storetest.Exec(t, database, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO `+role)
				return url
			},
			[]string{`may only read. Make it the owner of the tables`},
		},
		{
			"transactions that only read",
			func(t *testing.T, database string) string {
				role, url := as(t, database)
				storetest.Exec(t, database, `ALTER ROLE `+role+` SET default_transaction_read_only = on`)
				return url
			},
			[]string{"wrong: The role of DATABASE_URL may only read: default_transaction_read_only is on. Switch it off"},
		},
		{
			"a newer schema",
			func(t *testing.T, database string) string {
				storetest.MigrateFurther(t, database)
				return database
			},
			[]string{"wrong: The database belongs to a newer tandem: its schema has step 99999"},
		},
		{
			"the schema of the next version",
			func(t *testing.T, database string) string {
				storetest.Exec(t, database, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (88888, true)`)
				return database
			},
			[]string{"ok: The database belongs to the next version of Tandem"},
		},
		{
			"an older schema",
			func(t *testing.T, database string) string {
				storetest.Exec(t, database, `DELETE FROM goose_db_version WHERE version_id > 1`)
				return database
			},
			[]string{"warning: The database is not migrated: its schema has step 1 of "},
		},
		{
			"an unknown user",
			func(_ *testing.T, database string) string { return database + "&user=nobody_here" },
			[]string{"wrong: The database refuses Tandem (", "Check the user, the password and the database's name in DATABASE_URL."},
		},
		{
			"a pooler in front",
			func(t *testing.T, database string) string { return storetest.NewBouncer(t, database).URL(database) },
			[]string{"wrong: DATABASE_URL leads to a connection pooler such as pgbouncer, and there is no DATABASE_DIRECT_URL. Set DATABASE_DIRECT_URL to the same database without the pooler"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := check(t, test.url(t, storetest.URL(t)))
			for _, words := range test.words {
				if !strings.Contains(all, words) {
					t.Errorf("it does not say %q:\n%s", words, all)
				}
			}
		})
	}
	t.Run("a clock that is off", func(t *testing.T) {
		ahead := func() time.Time { return time.Now().Add(3 * time.Minute) }
		all := Database(t.Context(), storetest.URL(t), "", ahead)
		all[len(all)-1].want(t, Warning, "The clock of the database is 3m0s behind this machine's. Have both machines set their clocks from the network (NTP)")
	})
	t.Run("no connection left", func(t *testing.T) {
		err := fmt.Errorf("no database answered: %w", &pgconn.PgError{Code: "53300"})
		unopened(err).want(t, Wrong, "The database has no connection left for Tandem. End those of others, raise its max_connections")
	})
	t.Run("out of reach", func(t *testing.T) {
		if all := check(t, "postgres://127.0.0.1:1/tandem?connect_timeout=1"); !strings.HasPrefix(all, "wrong: The database can't be reached (") || !strings.Contains(all, "Check the host and the port in DATABASE_URL") {
			t.Error(all)
		}
	})
}

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// proxyProgram is a proxy whose configuration is in help/proxies.md.
type proxyProgram struct {
	program string
	block   string   // how its block begins
	listens string   // what the block says about its port
	listen  string   // replaces it: ADDRESS and PORT are those of the test
	files   []string // the block's names of the certificate, its key, or both in one file
	around  string   // what the program needs besides the BLOCK; it may write to FOLDER
	args    []string
}

// What Debian's Apache loads from its own folders, as a host's a2enmod does.
const apacheAround = `
ServerRoot FOLDER
PidFile FOLDER/apache.pid
DefaultRuntimeDir FOLDER
ServerName localhost
ErrorLog FOLDER/error.log
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
Listen ADDRESS
BLOCK
`

const caddyAround = `
{
	admin off
	auto_https disable_redirects
	default_bind 127.0.0.1
}
BLOCK
`

var proxyPrograms = []proxyProgram{
	{"nginx", "```nginx\n", "listen 443 ", "listen ADDRESS ", []string{"/etc/ssl/draw.example.crt", "/etc/ssl/draw.example.key"}, strings.Replace(nginxAround, "%s", "BLOCK", 1), []string{"-e", "stderr", "-p", ".", "-c"}},
	{"caddy", "```caddy\n", "draw.example {", "https://draw.example:PORT {", []string{"/etc/ssl/draw.example.crt", "/etc/ssl/draw.example.key"}, caddyAround, []string{"run", "--adapter", "caddyfile", "--config"}},
	{"haproxy", "```haproxy\n", "bind :443 ", "bind ADDRESS ", []string{"/etc/haproxy/draw.example.pem"}, "BLOCK\n", []string{"-db", "-f"}},
	{"apache2", "```apache\n", "<VirtualHost *:443>", "<VirtualHost ADDRESS>", []string{"/etc/ssl/draw.example.crt", "/etc/ssl/draw.example.key"}, apacheAround, []string{"-DFOREGROUND", "-f"}},
}

// certificate makes one for draw.example. It writes the certificate, its key, and both in
// one file, and returns whom to trust.
func certificate(t *testing.T, folder string) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"draw.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, own, own, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	crt := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pkcs := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	for end, body := range map[string][]byte{"crt": crt, "key": pkcs, "pem": append(crt, pkcs...)} {
		if err := os.WriteFile(filepath.Join(folder, "draw.example."+end), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(crt)
	return &tls.Config{RootCAs: pool}
}

// replaced replaces what a configuration must have.
func replaced(t *testing.T, config, old, by string) string {
	t.Helper()
	if !strings.Contains(config, old) {
		t.Fatalf("the configuration lacks %q", old)
	}
	return strings.ReplaceAll(config, old, by)
}

// start runs the program with its configuration in front of a Tandem.
func (p proxyProgram) start(t *testing.T, tandem *running) *running {
	t.Helper()
	program := findProgram(t, p.program)
	folder, address := t.TempDir(), freeAddress(t)
	if err := os.Chmod(folder, 0o755); err != nil { // a server that began as root reads as another
		t.Fatal(err)
	}
	trusted := certificate(t, folder)
	_, port, _ := strings.Cut(address, ":")
	config := block(t, "cmd/tandem/help/proxies.md", p.block)
	config = replaced(t, config, p.listens, strings.NewReplacer("ADDRESS", address, "PORT", port).Replace(p.listen))
	config = replaced(t, config, "127.0.0.1:8080", tandem.app.Addr().String())
	for _, file := range p.files {
		config = replaced(t, config, file, filepath.Join(folder, filepath.Base(file)))
	}
	config = strings.NewReplacer("BLOCK", config, "FOLDER", folder, "ADDRESS", address).Replace(p.around)
	runProgram(t, program, folder, config, p.args...)

	r := (&running{app: tandem.app, log: tandem.log, url: "https://" + address, trusted: trusted}).named(t, "https://draw.example/tandem")
	transport := &http.Transport{TLSClientConfig: trusted, DialContext: r.dial, DisableKeepAlives: true}
	eventually(t, p.program+" answers", func() bool {
		res, err := (&http.Client{Transport: transport}).Get(r.url + "/readyz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return r
}

func TestProxies_AWholeGameByTheConfigurationsForHosts(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "https://draw.example/tandem") })
	for _, p := range proxyPrograms {
		t.Run(p.program, func(t *testing.T) {
			t.Parallel()
			proxy := p.start(t, tandem)
			// All come from this machine.
			wantFindings(t, proxy.examined(t, proxy.url), "Tandem takes everybody for 127.0.0.1")
			var c api.Connection
			v := proxy.visitor(t)
			v.want(http.StatusOK, "GET", "/api/connection", nil, &c)
			if c.Forwarded != "believed" || c.Scheme != "https" || c.Host != "draw.example" {
				t.Errorf("requests arrive as %+v", c)
			}
			proxy.playGame(t)
			proxy.crawl(t)
		})
	}
}

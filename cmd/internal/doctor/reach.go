package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// reached is where Tandem was found.
type reached struct {
	base *url.URL  // after redirects, without a trailing slash
	date time.Time // as the server says
	now  time.Time // as this machine says, at the same moment
}

func (r reached) origin() string { return r.base.Scheme + "://" + r.base.Host }

// reach looks for Tandem.
func (o Outside) reach(ctx context.Context) (reached, Finding) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URL.JoinPath("healthz").String(), nil)
	if err != nil {
		return reached{}, wrong("%s is no address: %v.", o.URL, err)
	}
	res, err := o.Client.Do(req)
	if err != nil {
		return reached{}, unreachable(o.URL, err)
	}
	defer res.Body.Close()
	now := o.Now()
	body, _ := io.ReadAll(io.LimitReader(res.Body, maxAnswer)) // what is cut off is no JSON
	switch res.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return reached{}, wrong("A proxy answers at %s, but it does not reach Tandem (%s).", o.URL, res.Status).
			do("Start Tandem, and have the proxy lead to its ADDR.")
	}
	var health api.Health
	if json.Unmarshal(body, &health) != nil || health.Status != "ok" || health.Version == "" {
		if res.StatusCode == http.StatusOK && len(body) == 0 {
			return reached{}, wrong("Tandem at %s is still starting.", o.URL).
				do("Wait some seconds; if it stays so, read its log: it may wait for its database, or for another tandem on the same one.")
		}
		return reached{}, wrong("What answers at %s is not Tandem (%s).", o.URL, res.Status).
			do("Check the address; behind a proxy, have it pass all paths on to Tandem.")
	}
	base := *res.Request.URL
	base.Path, base.RawQuery = strings.TrimSuffix(base.Path, "/healthz"), ""
	at := reached{base: &base, now: now}
	at.date, _ = http.ParseTime(res.Header.Get("Date")) // zero if it says none
	if at.origin() != o.URL.Scheme+"://"+o.URL.Host {
		return at, ok("%s leads to %s, where Tandem %s answers.", o.URL, at.base, health.Version)
	}
	return at, ok("Tandem %s answers at %s.", health.Version, at.base)
}

// unreachable says why nothing answers.
func unreachable(at *url.URL, err error) Finding {
	var noName *net.DNSError
	var badCertificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &badCertificate):
		return wrong("Browsers do not trust the certificate of %s: %v.", at, badCertificate.Err).
			do("Give the proxy a certificate for this name, as Caddy and certbot get from Let's Encrypt.")
	case errors.As(err, &noName):
		return wrong("The name %s is not known.", at.Hostname()).do("Add it to your DNS, with the address of the machine or its proxy.")
	case errors.Is(err, syscall.ECONNREFUSED):
		return wrong("Nothing listens at %s.", at).do("Start Tandem or the proxy in front of it, or check the address and its port.")
	case errors.Is(err, context.DeadlineExceeded):
		return wrong("%s does not answer within %v.", at, answerWithin).do("Open the port in the firewall, and check that the address leads to this machine.")
	}
	return wrong("%s can't be reached: %v.", at, plain(err)).do("Check the address, and that http and https are not mixed up.")
}

// plain is an error without the request that net/http puts before it.
func plain(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

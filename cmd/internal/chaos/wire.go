//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// wire is what lies between the robots of one seat and the server.
type wire struct{ proxy *toxiproxy.Proxy }

// newWire lays a wire to the server at addr.
func newWire(name, addr string) (*wire, error) {
	zerolog.SetGlobalLevel(zerolog.Disabled) // toxics log to its global logger
	control := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	w := &wire{toxiproxy.NewProxy(control, name, "127.0.0.1:0", addr)}
	if err := w.proxy.Start(); err != nil {
		return nil, fmt.Errorf("open wire %s: %w", name, err)
	}
	return w, nil
}

// url is where robots find the server.
func (w *wire) url() string { return "http://" + w.proxy.Listen }

// cut ends all connections; new ones go to addr.
func (w *wire) cut(addr string) error {
	w.proxy.Stop()
	w.proxy.Upstream = addr
	if err := w.proxy.Start(); err != nil {
		return fmt.Errorf("reopen the wire: %w", err)
	}
	return nil
}

func (w *wire) close() { w.proxy.Stop() }

// spoil lets a toxic work in both directions until heal.
func (w *wire) spoil(kind string, attributes map[string]any) error {
	for _, direction := range []string{"upstream", "downstream"} {
		toxic, err := json.Marshal(map[string]any{
			"name": kind + " " + direction, "type": kind, "stream": direction, "attributes": attributes,
		})
		if err != nil {
			return err
		}
		if _, err := w.proxy.Toxics.AddToxicJson(bytes.NewReader(toxic)); err != nil {
			return fmt.Errorf("add a fault to the wire: %w", err)
		}
	}
	return nil
}

// heal removes all toxics.
func (w *wire) heal(ctx context.Context) { w.proxy.Toxics.ResetToxics(ctx) }

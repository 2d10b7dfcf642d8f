//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// mib is the unit of memory.
const mib = 1 << 20

// watchEvery is how often memory is measured.
const watchEvery = 250 * time.Millisecond

// memory is what a server reports about its own memory, in bytes.
type memory struct {
	resident  float64 // of the process
	undurable float64 // entries that wait
}

// memory asks the server.
func (s *server) memory(ctx context.Context) (m memory, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.admin+"/metrics", nil)
	if err != nil {
		return m, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return m, err
	}
	defer res.Body.Close()
	words := map[string]*float64{"process_resident_memory_bytes": &m.resident, "tandem_undurable_bytes": &m.undurable}
	found := 0
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if word := words[name]; word != nil {
			if *word, err = strconv.ParseFloat(value, 64); err != nil {
				return m, fmt.Errorf("metric %s: %w", name, err)
			}
			found++
		}
	}
	if found < len(words) {
		err = fmt.Errorf("the server has %d of %d memory metrics", found, len(words))
	}
	return m, errors.Join(err, lines.Err())
}

// watchMemory watches the server's memory until stop is called, which returns the most that
// it grew by, and the most that waited.
func (s *server) watchMemory(ctx context.Context) (stop func() (most memory, err error), err error) {
	before, err := s.memory(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var most memory
	ended := make(chan error, 1)
	go func() {
		for wait(ctx, watchEvery) == nil {
			now, err := s.memory(ctx)
			if err != nil && ctx.Err() == nil {
				ended <- err
				return
			}
			most.resident = max(most.resident, now.resident-before.resident)
			most.undurable = max(most.undurable, now.undurable)
		}
		ended <- nil
	}()
	return func() (memory, error) {
		cancel()
		err := <-ended
		return most, err
	}, nil
}

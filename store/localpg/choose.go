//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
)

// choose finds the programs of this start and the cluster that they run.
//
// A home has at most two: that of installed programs, and that of fetched ones, whose
// major version is seldom the same. The one that is there is gone on with. A new one
// is made by installed programs, and without any by those that are fetched.
func (s *Server) choose(ctx context.Context) (programs, error) {
	major, err := majorOf(s.place.cluster)
	if err != nil {
		return programs{}, err
	}
	apart, err := s.place.forFetched()
	if err != nil {
		return programs{}, err
	}
	pinned := os.Getenv("PG_BIN") != ""
	with, err := findPrograms(ctx, s.place.as, major)
	switch {
	case err == nil && (major != 0 || pinned || !hasCluster(apart.cluster)):
		return with, nil
	case err != nil && (pinned || errors.Is(err, ErrOtherVersion) && major != fetchedMajor):
		return programs{}, err
	}
	if major != fetchedMajor {
		s.place = apart
	}
	with, fetching := s.fetched(ctx, fetchedMajor)
	if fetching != nil && err != nil {
		return programs{}, fmt.Errorf("%w; one could not be fetched, either: %w", err, fetching)
	}
	if fetching != nil {
		return programs{}, fmt.Errorf("the programs of %s, which were fetched once, are gone: %w", s.place.cluster, fetching)
	}
	return with, nil
}

// fetched gives the programs of this platform's parcel of a major version.
func (s *Server) fetched(ctx context.Context, major int) (programs, error) {
	platform := runtime.GOOS + "/" + runtime.GOARCH
	p, ok := parcels[platform][major]
	if !ok {
		return programs{}, fmt.Errorf("there is no package of PostgreSQL %d for %s", major, platform)
	}
	c, err := openCache(s.cfg.CacheDir, s.cfg.Logger)
	if err != nil {
		return programs{}, err
	}
	if !s.place.as.reaches(c.folder) {
		return programs{}, fmt.Errorf("%s is out of reach of %s, as whom Postgres runs", c.folder, s.place.as.name)
	}
	return c.programs(ctx, p)
}

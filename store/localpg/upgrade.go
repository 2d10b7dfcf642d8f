//go:build unix

package localpg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// Upgrade makes the database of a data folder one of a newer PostgreSQL. It runs the old
// one and, beside it, a new, empty one; fill copies all from the old one to the new. Only
// when that has gone well does the new one take the place of the old, which is kept in
// Upgraded.Old. ErrNoData, ErrInUse, ErrNotNewer, ErrTwoDatabases, ErrOtherVersion if there
// are no programs that read the old one.
func Upgrade(ctx context.Context, cfg Config, fill func(ctx context.Context, from, to *Server) error) (Upgraded, error) {
	cfg.Fleeting = false
	home, err := settle(cfg.DataDir)
	if err != nil {
		return Upgraded{}, err
	}
	lock, err := home.lock()
	if err != nil {
		return Upgraded{}, err
	}
	defer lock.Close()
	if home, err = home.afterUpgrade(); err != nil {
		return Upgraded{}, err
	}
	old, err := home.upgradable()
	if err != nil {
		return Upgraded{}, err
	}
	from := &Server{place: old, cfg: cfg}
	with, newer, err := from.bothPrograms(ctx)
	if err != nil {
		return Upgraded{}, err
	}
	return from.upgrade(ctx, with, newer, fill)
}

// upgradable is the place of the one database of the home.
func (p place) upgradable() (place, error) {
	clusters := clustersIn(p.home)
	switch len(clusters) {
	case 0:
		return place{}, fmt.Errorf("%w %s", ErrNoData, p.home)
	case 1:
	default:
		return place{}, fmt.Errorf("%w: move the one away that you don't need, of %s and %s", ErrTwoDatabases, clusters[0], clusters[1])
	}
	p.cluster = clusters[0]
	var err error
	p.as, err = accountFor(p.cluster)
	return p, err
}

// bothPrograms finds the programs that read the server's cluster, and newer ones: the newest
// that are installed, else those that are fetched for a new database.
func (s *Server) bothPrograms(ctx context.Context) (with, newer programs, err error) {
	major, err := majorOf(s.place.cluster)
	if err != nil {
		return with, newer, err
	}
	here := installed(ctx, s.place.as, programFolders(ctx))
	if len(here) > 0 {
		newer = slices.MaxFunc(here, func(a, b programs) int { return cmp.Compare(a.major, b.major) })
	}
	if newer.major <= major {
		if os.Getenv("PG_BIN") != "" || fetchedMajor <= major {
			return with, newer, fmt.Errorf("%w: it is of PostgreSQL %d", ErrNotNewer, major)
		}
		if newer, err = s.fetched(ctx, fetchedMajor); err != nil {
			return with, newer, fmt.Errorf("%w: it is of PostgreSQL %d; install a newer one, as it could not be fetched: %w", ErrNotNewer, major, err)
		}
	}

	// PG_BIN names the newer ones.
	for _, p := range installed(ctx, s.place.as, systemFolders(ctx)) {
		if p.major == major {
			return p, newer, nil
		}
	}
	if with, err = s.fetched(ctx, major); err != nil {
		return with, newer, fmt.Errorf("%w: only PostgreSQL %d can read it; install that, too, as it could not be fetched: %w", ErrOtherVersion, major, err)
	}
	return with, newer, nil
}

// The folders of an upgrade in a home. What fills up has the first name, what is whole and
// waits for its place the second.
func fillingCluster(home string) string  { return installedCluster(home) + ".filling" }
func upgradedCluster(home string) string { return installedCluster(home) + ".upgraded" }

// retiredCluster is where a database is kept that has been upgraded.
func retiredCluster(home string, major int) string {
	return fmt.Sprintf("%s-%d.old", installedCluster(home), major)
}

// upgrade is Upgrade of the server's cluster, between two versions.
func (s *Server) upgrade(ctx context.Context, with, newer programs, fill func(ctx context.Context, from, to *Server) error) (Upgraded, error) {
	u := Upgraded{From: with.version, To: newer.version, Old: retiredCluster(s.place.home, with.major)}
	if isThere(u.Old) {
		return u, fmt.Errorf("%s is there, from an earlier upgrade: move it away first", u.Old)
	}
	if err := s.makeUpgraded(ctx, with, newer, fill); err != nil {
		return u, errors.Join(fmt.Errorf("upgrade, the database is as it was: %w", err), s.place.removeUpgraded())
	}
	if err := os.Rename(s.place.cluster, u.Old); err != nil {
		return u, errors.Join(fmt.Errorf("keep the old database: %w", err), s.place.removeUpgraded())
	}
	// From here on the next Start does the rest if this fails.
	_, err := s.place.afterUpgrade()
	return u, err
}

// makeUpgraded fills a new cluster, which then waits for its place.
func (s *Server) makeUpgraded(ctx context.Context, with, newer programs, fill func(ctx context.Context, from, to *Server) error) error {
	to := &Server{place: s.place, cfg: s.cfg}
	to.place.cluster = fillingCluster(s.place.home)
	if err := initialise(ctx, newer, to.place, false); err != nil {
		return err
	}
	if err := s.during(ctx, with, func() error {
		return to.during(ctx, newer, func() error { return fill(ctx, s, to) })
	}); err != nil {
		return err
	}
	return errors.Join(os.Rename(to.place.cluster, upgradedCluster(s.place.home)), syncFolder(s.place.home))
}

// removeUpgraded removes what an unfinished upgrade has made.
func (p place) removeUpgraded() error {
	for _, folder := range []string{freshCluster(fillingCluster(p.home)), fillingCluster(p.home), upgradedCluster(p.home)} {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("remove an unfinished upgrade: %w", err)
		}
	}
	return nil
}

// during runs programs on the server's cluster for as long as do takes.
func (s *Server) during(ctx context.Context, with programs, do func() error) (err error) {
	s.with = with
	if err := s.serve(ctx); err != nil {
		s.clear()
		return err
	}
	defer func() { err = errors.Join(err, s.finish(context.WithoutCancel(ctx))) }()
	return do()
}

// afterUpgrade ends an upgrade that was killed: if the old cluster has gone already, the new
// one takes its place, else the old one stays. It returns the place as it is then.
func (p place) afterUpgrade() (place, error) {
	if len(clustersIn(p.home)) > 0 {
		return p, p.removeUpgraded()
	}
	waiting := upgradedCluster(p.home)
	if !hasCluster(waiting) {
		return p, nil
	}
	if err := errors.Join(os.Rename(waiting, installedCluster(p.home)), syncFolder(p.home)); err != nil {
		return p, fmt.Errorf("put the upgraded database in place: %w", err)
	}
	return placeIn(p.home)
}

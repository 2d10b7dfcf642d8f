package store_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

var (
	crowdFor  = flag.Duration("crowd", 3*time.Second, "how long TestCrowd goes on: 10m to be sure")
	crowdSeed = flag.Uint64("seed", 0, "of TestCrowd; 0 for any")
	putBack   = flag.String("put-back", "", "a fault that TestCrowd is to find: "+strings.Join(slices.Sorted(maps.Keys(oldFaults)), ", "))
)

// oldFaults are former bugs. Each is put back into a store, so that TestCrowd can be seen to
// find it.
var oldFaults = map[string]func(*store.Store) crowdStore{
	"told-before-commit": func(s *store.Store) crowdStore { return tellsTooSoon{s} },
	"lost-answer":        func(s *store.Store) crowdStore { return asksNothing{s} },
	"ban-keeps-ticket":   func(s *store.Store) crowdStore { return bansHalf{s} },
	"no-retry":           func(s *store.Store) crowdStore { s.TryOnce(); return s },
}

// crowdStore is what a crowd needs of a store.
type crowdStore interface {
	lobby.Store
	lobby.QuickStore
	lobby.AgainStore
	BanPlayer(ctx context.Context, id string, d store.AuditNote) ([]string, error)
	UnbanPlayer(ctx context.Context, id string, d store.AuditNote) error
	ForgetPlayer(ctx context.Context, id string) ([]string, error)
	UpsertPlayer(ctx context.Context, sessionHash []byte, name string) (store.Player, error)
	Block(ctx context.Context, player, other string) error
}

// tellsTooSoon also returns the pairs of a transaction that failed.
type tellsTooSoon struct{ *store.Store }

func (s tellsTooSoon) SeatStrangers(ctx context.Context, pairs []lobby.StrangerPair, newID func() string) ([]lobby.QuickMatch, error) {
	made, err := s.Store.SeatStrangers(ctx, pairs, newID)
	if err != nil {
		for _, p := range pairs {
			made = append(made, lobby.QuickMatch{Match: lobby.Match{Game: newID(), Players: [2]string{p[0].Player, p[1].Player}}})
		}
	}
	return made, nil
}

// asksNothing never finds a match whose answer from Postgres was lost.
type asksNothing struct{ *store.Store }

func (asksNothing) PlayingNow(context.Context, []string) (map[string]lobby.Matched, error) {
	return nil, nil
}

// bansHalf leaves a banned player in the queue.
type bansHalf struct{ *store.Store }

func (s bansHalf) BanPlayer(ctx context.Context, id string, d store.AuditNote) ([]string, error) {
	left, err := s.Store.BanPlayer(ctx, id, d)
	if err == nil {
		err = s.QueueAgain(ctx, id)
	}
	return left, err
}

// codes are the lobbies of a crowd, by pairing rule. There are four of each, because a lobby
// does one thing at a time.
var codes = map[lobby.Pairing][]string{
	lobby.AsTheyCome: {"as-they-come", "bs-they-come", "cs-they-come", "ds-they-come"},
	lobby.Everyone:   {"every-one-all", "fvery-one-all", "gvery-one-all", "hvery-one-all"},
	lobby.Pick:       {"pick-your-own", "qick-your-own", "rick-your-own", "sick-your-own"},
}

// TestCrowd lets 200 players join, leave, get ready, invite, block, wait in quick play,
// play again, cancel, vanish, be banned and be forgotten at random, in lobbies of each
// pairing rule and in quick play. Meanwhile games end, and between any two statements a
// connection, a backend, a statement or a lock may fail.
//
// No player ever sits in two rooms. Every room has two seats. No page is sent a room that
// doesn't exist. When two players are seated while their pages are open, both pages are sent
// the match. No request fails because of another's transaction. In the end nobody is stuck.
func TestCrowd(t *testing.T) {
	c := newParty(t)
	ctx, cancel := context.WithTimeout(t.Context(), *crowdFor)
	defer cancel()
	for round := 0; ctx.Err() == nil && !t.Failed(); round++ {
		c.riot(ctx, round)
		c.settle()
	}
	c.assertNobodyIsStuck()
	t.Logf("%d games, %d faults, %d complaints", storetest.Value[int](t, c.url, `SELECT count(*) FROM games`), c.proxy.faults.Load(), c.failures.Load())
}

// party is a crowd of players and the services that they use.
type party struct {
	bundle // over a direct connection

	t       *testing.T
	seed    uint64
	proxy   *faultyProxy
	direct  *pgxpool.Pool
	store   crowdStore // over the faulty proxy
	desk    crowdStore // the operator's, over the proxy too; it doesn't queue behind 200 players
	lobbies *lobby.Service
	quick   *lobby.QuickPlay
	again   *lobby.Again
	all     []*restless

	failures atomic.Int64 // errors of the store that a matchmaker logged
	repeated sync.Map     // the ids of games that Again made
}

func newParty(t *testing.T) *party {
	c := &party{bundle: setup(t), t: t, seed: *crowdSeed}
	if c.seed == 0 {
		c.seed = rand.Uint64()
	}
	t.Logf("to repeat this run: -seed %d", c.seed)
	c.proxy = newFaultyProxy(t, c.url, rand.New(rand.NewPCG(c.seed, 0))) //nolint:gosec // it is to be repeatable
	var err error
	if c.direct, err = pgxpool.New(t.Context(), c.url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.direct.Close)
	c.store, c.desk = c.openFaulty(t), c.openFaulty(t)
	host := c.player(t, "Host")
	for pairing, codes := range codes {
		for _, code := range codes {
			c.lobby(t, code, host)
			c.rule(t, code, host, func(r *lobby.Rules) { r.Pairing = pairing })
		}
	}
	logger := slog.New(complaints{c})
	c.lobbies = lobby.NewService(lobby.Config{Store: c.store, Logger: logger})
	c.quick = lobby.NewQuickPlay(lobby.QuickConfig{Store: c.store, Logger: logger, OnTicket: c.lobbies.Changed})
	c.again = lobby.NewAgain(c, func(lobby.Match) {}, c.lobbies.Changed)
	t.Cleanup(func() { c.again.Stop(); c.quick.Stop(); c.lobbies.Stop() })
	for i := range 200 {
		r := &restless{party: c, chance: rand.New(rand.NewPCG(c.seed, uint64(i+1)))} //nolint:gosec // it is to be repeatable
		r.id = c.player(t, fmt.Sprint("Player ", i))
		c.all = append(c.all, r)
	}
	return c
}

// openFaulty opens the store over the faulty proxy, with the old fault of the flag.
func (c *party) openFaulty(t *testing.T) crowdStore {
	s := storetest.Open(t, c.proxy.url)
	if *putBack == "" {
		return s
	}
	return oldFaults[*putBack](s)
}

// changed makes the service read all lobbies again.
func (c *party) changed() {
	for _, codes := range codes {
		for _, code := range codes {
			c.lobbies.Changed(code)
		}
	}
}

// Repeat records the games that are played again: only pages of Again are sent these.
func (c *party) Repeat(ctx context.Context, game, as string) (lobby.Repeated, error) {
	c.repeated.Store(as, true)
	return c.store.Repeat(ctx, game, as)
}

// complaints is a log handler that counts the errors of the store that the matchmakers log.
type complaints struct{ *party }

func (complaints) Enabled(context.Context, slog.Level) bool { return true }
func (h complaints) WithAttrs([]slog.Attr) slog.Handler     { return h }
func (h complaints) WithGroup(string) slog.Handler          { return h }
func (h complaints) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok {
			h.failures.Add(1)
			if !harmless(err) {
				h.t.Errorf("%s: %v", r.Message, err)
			}
		}
		return true
	})
	return nil
}

// ids are the current ids of the players.
func (c *party) ids() (ids []string) {
	for _, r := range c.all {
		ids = append(ids, r.name())
	}
	return ids
}

// riot lets all players act at random for a while, with faults.
func (c *party) riot(ctx context.Context, round int) {
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	all, ctx := errgroup.WithContext(ctx)
	for _, r := range c.all {
		all.Go(func() error { return r.run(ctx) })
	}
	all.Go(func() error { return c.proxy.breakThings(ctx, c.url, c.ids) })
	all.Go(func() error { return c.operate(ctx, rand.New(rand.NewPCG(c.seed, uint64(1000+round)))) }) //nolint:gosec // it is to be repeatable
	if err := all.Wait(); err != nil {
		c.t.Error(err)
	}
}

// operate ends games, starts waves, and bans players for a while, until ctx ends.
func (c *party) operate(ctx context.Context, chance *rand.Rand) error {
	for ctx.Err() == nil {
		if err := c.endGames(ctx, chance); err != nil && ctx.Err() == nil {
			return err
		}
		c.changed()
		code := codes[lobby.Everyone][chance.IntN(4)]
		if l, err := c.lobbies.Lobby(ctx, code); err == nil {
			if err := c.lobbies.StartWave(ctx, code, l.Host); !harmless(err) {
				return fmt.Errorf("start a wave: %w", err)
			}
		}
		if err := c.banForAWhile(ctx, chance); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// banForAWhile bans a player who waits in quick play, or else any player, and then unbans it.
func (c *party) banForAWhile(ctx context.Context, chance *rand.Rand) error {
	id := c.all[chance.IntN(len(c.all))].name()
	err := c.direct.QueryRow(ctx, `
		SELECT COALESCE((SELECT player FROM tickets WHERE state = 'waiting' AND lobby IS NULL ORDER BY random() LIMIT 1), $1)`, id).Scan(&id)
	if err != nil {
		return fmt.Errorf("find a player to ban: %w", err)
	}
	left, err := c.desk.BanPlayer(ctx, id, store.AuditNote{})
	if err == nil {
		c.quick.Forget(id)
		c.again.Forget(id)
		for _, code := range left {
			c.lobbies.Changed(code)
		}
	}
	if !harmless(err) {
		return fmt.Errorf("ban: %w", err)
	}
	c.assertSound(c.t)
	for err = errors.New("not yet"); err != nil && !errors.Is(err, store.ErrNoPlayer) && ctx.Err() == nil; {
		if err = c.desk.UnbanPlayer(ctx, id, store.AuditNote{}); !harmless(err) {
			return fmt.Errorf("unban: %w", err)
		}
	}
	return nil
}

// endGames ends about half of the games that all pages concerned have been sent.
func (c *party) endGames(ctx context.Context, chance *rand.Rand) error {
	seats, err := c.seats(ctx)
	if err != nil {
		return err
	}
	var games []string
	untold := map[string]bool{}
	for _, r := range c.all {
		if at := seats[r.name()]; at.game != "" {
			games = append(games, at.game)
			untold[at.game] = untold[at.game] || r.untold(at)
		}
	}
	games = slices.DeleteFunc(games, func(g string) bool { return untold[g] || chance.IntN(2) == 0 })
	_, err = c.direct.Exec(ctx, `DELETE FROM rooms WHERE game = ANY($1)`, games)
	return err
}

// settle waits, without faults, until every page that was open when its player was seated has
// been sent the match. Then it closes the pages.
func (c *party) settle() {
	c.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		seats, err := c.seats(c.t.Context())
		if err != nil {
			c.t.Error(err)
			break
		}
		i := slices.IndexFunc(c.all, func(r *restless) bool { return r.untold(seats[r.id]) })
		if i < 0 {
			break
		}
		if time.Now().After(end) {
			c.t.Errorf("%s has a seat, %+v; its page there was not sent the match", c.all[i].id, seats[c.all[i].id])
			break
		}
		for _, r := range c.all { // the open pages send signs of life
			c.quick.Beat(r.id, false)
		}
	}
	c.assertSound(c.t)
	for _, r := range c.all {
		r.closePages()
	}
}

// liveSeat is where a player sits.
type liveSeat struct {
	game  string
	place string // where the match was made: a lobby's code; "" for quick play
}

// seats are those of live games, by player.
func (c *party) seats(ctx context.Context) (map[string]liveSeat, error) {
	rows, err := c.direct.Query(ctx, `
		SELECT player, games.id, COALESCE(lobby, '')
		FROM seats JOIN rooms USING (game) JOIN games ON games.id = game
		WHERE player IS NOT NULL AND left_at IS NULL`)
	if err != nil {
		return nil, err
	}
	seats := map[string]liveSeat{}
	var player string
	var at liveSeat
	_, err = pgx.ForEachRow(rows, []any{&player, &at.game, &at.place}, func() error {
		seats[player] = at
		return nil
	})
	return seats, err
}

// assertNobodyIsStuck checks that two new players who are ready are matched.
func (c *party) assertNobodyIsStuck() {
	t := c.t
	storetest.Exec(t, c.url, `DELETE FROM rooms`)
	storetest.Exec(t, c.url, `DELETE FROM tickets WHERE state = 'waiting'`)
	var matched sync.WaitGroup
	for _, id := range []string{c.player(t, "Mila"), c.player(t, "Jonas")} {
		c.changed()
		if _, err := c.lobbies.Join(t.Context(), "as-they-come", id); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		events, err := c.lobbies.Follow(ctx, "as-they-come", id, lobby.Page{})
		if err != nil {
			t.Fatal(err)
		}
		matched.Go(func() {
			defer cancel()
			for e := range events {
				if _, ok := e.(lobby.Matched); ok {
					return
				}
			}
			t.Error("a ready player is stuck")
		})
		if _, err := c.lobbies.SetReady(t.Context(), "as-they-come", id, true); err != nil {
			t.Fatal(err)
		}
	}
	matched.Wait()
}

// assertSound fails if a player sits in two live rooms, a room lacks a seat, or a player who
// plays or is banned has a waiting ticket.
func (b bundle) assertSound(t *testing.T) {
	t.Helper()
	storetest.Exec(t, b.url, `
		DO $$ BEGIN
			ASSERT NOT EXISTS (SELECT player FROM seats JOIN rooms USING (game) WHERE left_at IS NULL GROUP BY player HAVING count(*) > 1), 'a player sits in two rooms';
			ASSERT NOT EXISTS (SELECT FROM rooms WHERE (SELECT count(*) FROM seats WHERE seats.game = rooms.game) <> 2), 'a room lacks a seat';
			ASSERT NOT EXISTS (SELECT FROM tickets JOIN seats USING (player) JOIN rooms ON rooms.game = seats.game WHERE state = 'waiting' AND left_at IS NULL), 'one who plays waits, too';
			ASSERT NOT EXISTS (SELECT FROM tickets JOIN players ON players.id = player WHERE state = 'waiting' AND banned_at IS NOT NULL), 'one who is banned waits';
			ASSERT NOT EXISTS (SELECT FROM tickets WHERE state = 'matched' AND game IS NULL), 'a match without a game';
		END $$`)
}

// restless is a player that acts at random.
type restless struct {
	*party

	chance *rand.Rand

	mu    sync.Mutex
	id    string
	pages []*crowdPage
}

// crowdPage is an open page.
type crowdPage struct {
	player string
	place  string // a lobby's code; "" for quick play
	before string // the live game that the player was in when it opened
	close  context.CancelFunc

	mu   sync.Mutex
	told map[string]bool // the games that it was sent
	over bool            // the stream has ended
}

func (p *crowdPage) heard(game string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.told[game]
}

func (p *crowdPage) ended() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.over
}

// untold reports whether the player has a page that was open at this place before the player
// got its seat there, and that was not sent the match.
func (r *restless) untold(at liveSeat) bool {
	if _, repeated := r.repeated.Load(at.game); repeated || at.game == "" {
		return false
	}
	return slices.ContainsFunc(r.open(), func(p *crowdPage) bool {
		return p.place == at.place && p.before != at.game && !p.ended() && !p.heard(at.game)
	})
}

func (r *restless) name() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.id
}

func (r *restless) open() []*crowdPage {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.pages)
}

func (r *restless) closePages() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.pages {
		p.close()
	}
	r.pages = nil
}

// run does one random action after another until ctx ends. Its pages stay open.
func (r *restless) run(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := r.act(ctx); !harmless(err) && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(r.chance.IntN(1000)) * time.Millisecond):
		}
	}
	return nil
}

func (r *restless) act(ctx context.Context) error {
	pick := codes[lobby.Pick][r.chance.IntN(4)]
	code := codes[[]lobby.Pairing{lobby.AsTheyCome, lobby.Everyone, lobby.Pick}[r.chance.IntN(3)]][r.chance.IntN(4)]
	someone := r.all[r.chance.IntN(len(r.all))].name()
	var err error
	what := r.chance.IntN(15)
	switch what {
	case 0, 1:
		_, err = r.lobbies.Join(ctx, code, r.id)
	case 2:
		err = r.lobbies.Leave(ctx, code, r.id)
	case 3, 4, 5:
		if err = r.openLobby(ctx, code); err == nil {
			_, err = r.lobbies.SetReady(ctx, code, r.id, r.chance.IntN(4) > 0)
		}
	case 6:
		if err = r.openLobby(ctx, pick); err == nil {
			_, err = r.lobbies.Invite(ctx, pick, r.id, someone)
		}
	case 7:
		_, err = r.lobbies.Uninvite(ctx, pick, r.id, someone)
	case 8, 9, 10:
		if err = r.openQuick(ctx); err == nil {
			_, err = r.quick.Wait(ctx, r.id, lobby.Wish{Language: []string{"en", "es"}[r.chance.IntN(2)], Difficulty: "normal"})
		}
	case 11:
		err = r.quick.Cancel(ctx, r.id)
	case 12:
		err = r.playAgain(ctx)
	case 13:
		if r.chance.IntN(4) == 0 {
			err = r.store.Block(ctx, r.id, someone)
		}
		r.closePages()
	case 14:
		if r.chance.IntN(4) == 0 {
			err = r.beForgotten(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("action %d: %w", what, err)
	}
	return nil
}

// openLobby opens a page of a lobby unless one is open.
func (r *restless) openLobby(ctx context.Context, code string) error {
	return r.openPage(ctx, code, func(ctx context.Context, p *crowdPage) (func(), error) {
		events, err := r.lobbies.Follow(ctx, code, r.id, lobby.Page{})
		return func() {
			for e := range events {
				switch e := e.(type) {
				case lobby.Matched:
					r.tell(p, e.Room)
				case lobby.Update:
					r.show(p, e.Lobby)
				}
			}
		}, err
	})
}

// show handles a version of the lobby as a page does: a member with a room was matched.
func (r *restless) show(p *crowdPage, l *lobby.Lobby) {
	for _, m := range l.Members {
		if m.Player == p.player {
			if m.Room != "" {
				r.tell(p, m.Room)
			}
			return
		}
	}
}

func (r *restless) openQuick(ctx context.Context) error {
	return r.openPage(ctx, "", func(ctx context.Context, p *crowdPage) (func(), error) {
		events, err := r.quick.Follow(ctx, r.id)
		return func() {
			for e := range events {
				if m, ok := e.(lobby.Matched); ok {
					r.tell(p, m.Room)
				}
			}
		}, err
	})
}

// openPage opens a page of a place unless the player has one there. The page outlives ctx.
func (r *restless) openPage(ctx context.Context, place string, follow func(context.Context, *crowdPage) (func(), error)) error {
	for _, p := range r.open() {
		if p.place == place && !p.ended() {
			return nil
		}
	}
	seats, err := r.seats(ctx)
	if err != nil {
		return err
	}
	life, closePage := context.WithCancel(r.t.Context())
	p := &crowdPage{player: r.id, place: place, before: seats[r.id].game, close: closePage, told: map[string]bool{}}
	listen, err := follow(life, p)
	if err != nil {
		closePage()
		return err
	}
	r.mu.Lock()
	r.pages = append(r.pages, p)
	r.mu.Unlock()
	go func() {
		listen()
		p.mu.Lock()
		p.over = true
		p.mu.Unlock()
	}()
	return nil
}

// tell records that a page was sent a game, and checks that the player has a seat in it.
func (r *restless) tell(p *crowdPage, game string) {
	p.mu.Lock()
	known := p.told[game]
	p.told[game] = true
	p.mu.Unlock()
	if known {
		return
	}
	var there bool
	err := r.direct.QueryRow(context.Background(), `
		SELECT EXISTS (SELECT FROM seats WHERE game = $1 AND (player = $2 OR player IS NULL))`, game, p.player).Scan(&there)
	if err == nil && !there {
		r.t.Errorf("%s was sent game %s in %q, where it has no seat", p.player, game, p.place)
	}
}

// playAgain asks for a second game with the partner of an earlier one, who asks, too.
func (r *restless) playAgain(ctx context.Context) error {
	var game, partner string
	if err := r.direct.QueryRow(ctx, `
		SELECT COALESCE(max(mine.game), ''), COALESCE(max(other.player), '')
		FROM (SELECT game, seat FROM seats WHERE player = $1 ORDER BY random() LIMIT 1) mine
		JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat`, r.id).Scan(&game, &partner); err != nil {
		return err
	}
	if partner == "" {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	page := &crowdPage{player: r.id, place: "again", told: map[string]bool{}}
	var both sync.WaitGroup
	for _, player := range []string{r.id, partner} {
		events, err := r.again.Follow(ctx, lobby.AgainPage{Game: game, Player: player})
		if err != nil {
			return err
		}
		both.Go(func() {
			for e := range events {
				if m, ok := e.(lobby.Matched); ok && player == page.player {
					r.tell(page, m.Room)
				}
			}
		})
	}
	defer both.Wait()
	defer cancel()
	for _, player := range []string{r.id, partner} {
		if _, err := r.again.Say(ctx, game, player, true); err != nil {
			return err
		}
	}
	return nil
}

// beForgotten has the player forgotten, and continues as a new one.
func (r *restless) beForgotten(ctx context.Context) error {
	left, err := r.store.ForgetPlayer(ctx, r.id)
	if errors.Is(err, lobby.ErrPlaying) {
		return err
	}
	r.closePages()
	if err == nil {
		r.quick.Forget(r.id)
		r.again.Forget(r.id)
		for _, code := range left {
			r.lobbies.Changed(code)
		}
	}
	session := sha256.Sum256([]byte(fmt.Sprint(r.id, r.chance.Uint64())))
	for ctx.Err() == nil {
		p, err := r.store.UpsertPlayer(ctx, session[:], "Player again")
		if err == nil {
			r.mu.Lock()
			r.id = p.ID
			r.mu.Unlock()
			return nil
		}
	}
	return nil
}

// harmless reports whether an error is expected of random actions under faults: a refusal, or
// an unreachable database. An error that another transaction or a bug causes is not harmless.
func harmless(err error) bool {
	for _, e := range []error{
		nil, lobby.ErrNotMember, lobby.ErrPlaying, lobby.ErrNoPartner, lobby.ErrNotHost, lobby.ErrNoPage,
		lobby.ErrTooManyPages, lobby.ErrRemoved, lobby.ErrFull, store.ErrNoPlayer,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return answer.Code[:2] == "57" || answer.Code[:2] == "08" // cancelled, killed
	}
	return !strings.Contains(err.Error(), "paired twice")
}

package lobby

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/prompts"
)

// fakeQueue is a QuickStore in memory. A player's name is its id.
type fakeQueue struct {
	mu      sync.Mutex
	tickets []fakeTicket
	playing map[string]Matched
	next    int64
	reads   int
	fail    error

	ghosts             []Ghost  // that players let play
	retired, takenBack []string // sources
	readyIn            string   // the lobby where whoever gets a ghost is ready

	failStrangers                     error
	withGhosts                        []string
	onPlayingNow                      func() // called before its answer is returned
	seatings, failSeating, loseAnswer int    // which call of SeatStrangers, counted from 1; 0 for none
}

type fakeTicket struct {
	Stranger
	since, beat time.Time
}

func (s *fakeQueue) Enqueue(_ context.Context, player string, w Wish) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.playing[player]; ok {
		return "", fmt.Errorf("wait: %w", ErrPlaying)
	}
	for i, t := range s.tickets {
		if t.Player == player {
			s.tickets[i].Wish = w
			return "", s.fail
		}
	}
	s.next++
	s.tickets = append(s.tickets, fakeTicket{Stranger{ID: s.next, Player: player, Name: player, Wish: w}, time.Now(), time.Now()})
	return "", s.fail
}

func (s *fakeQueue) Dequeue(_ context.Context, player string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tickets = slices.DeleteFunc(s.tickets, func(t fakeTicket) bool { return t.Player == player })
	return s.fail
}

func (s *fakeQueue) Strangers(context.Context) ([]Stranger, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	var waiting []Stranger
	for _, t := range s.tickets {
		t.Waited = time.Since(t.since)
		waiting = append(waiting, t.Stranger)
	}
	return waiting, errors.Join(s.fail, s.failStrangers)
}

// failStrangersWith makes Strangers fail with err; nil makes it work again.
func (s *fakeQueue) failStrangersWith(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failStrangers = err
}

// SeatStrangers seats the pairs. With loseAnswer it seats them and returns an error; with
// failSeating it only returns an error.
func (s *fakeQueue) SeatStrangers(_ context.Context, pairs []StrangerPair, newID func() string) ([]QuickMatch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seatings++
	if s.failSeating == s.seatings {
		return nil, errors.New("gave up")
	}
	var made []QuickMatch
	for _, p := range pairs {
		m := QuickMatch{
			Match:  Match{Game: newID(), Players: [2]string{p[0].Player, p[1].Player}, Names: [2]string{p[0].Name, p[1].Name}},
			Waited: [2]time.Duration{p[0].Waited, p[1].Waited}, Wish: p[0].Wish,
		}
		for i, player := range m.Players {
			s.tickets = slices.DeleteFunc(s.tickets, func(t fakeTicket) bool { return t.Player == player })
			s.playing[player] = *m.told(i)
		}
		made = append(made, m)
	}
	if s.loseAnswer == s.seatings {
		return nil, errors.New("the connection broke")
	}
	return made, s.fail
}

func (s *fakeQueue) RefreshWaiting(_ context.Context, there []string, after time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, t := range s.tickets {
		if slices.Contains(there, t.Player) {
			s.tickets[i].beat = time.Now()
		}
	}
	s.tickets = slices.DeleteFunc(s.tickets, func(t fakeTicket) bool { return time.Since(t.beat) > after })
	return s.fail
}

func (s *fakeQueue) WithGhosts(context.Context) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.withGhosts), s.fail
}

func (s *fakeQueue) PlayingNow(_ context.Context, players []string) (map[string]Matched, error) {
	if s.onPlayingNow != nil {
		defer s.onPlayingNow()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	playing := map[string]Matched{}
	for _, player := range players {
		if m, ok := s.playing[player]; ok {
			playing[player] = m
		}
	}
	return playing, s.fail
}

// seated counts the calls of SeatStrangers.
func (s *fakeQueue) seated() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seatings
}

// has reports whether a player holds a ticket.
func (s *fakeQueue) has(player string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.tickets, func(t fakeTicket) bool { return t.Player == player })
}

// queueFixture is quick play with a store in memory.
type queueFixture struct {
	*QuickPlay
	t     *testing.T
	store *fakeQueue
}

func withQuickPlay(t *testing.T, test func(t *testing.T, s *queueFixture)) {
	synctest.Test(t, func(t *testing.T) {
		s := &queueFixture{t: t, store: &fakeQueue{playing: map[string]Matched{}}}
		s.QuickPlay = NewQuickPlay(QuickConfig{Store: s.store, Logger: slog.New(slog.DiscardHandler)})
		synctest.Wait() // until it rests: tests change its config
		test(t, s)
		s.Stop()
	})
}

// queuePage is a page of a player in quick play.
type queuePage struct {
	close func()

	mu       sync.Mutex
	queues   []Queue
	matched  []Matched
	replaced bool
	over     bool
	idle     bool // nobody looks at it
}

// is returns what the page heard last, and whether it has ended.
func (p *queuePage) is() (queue Queue, matched []Matched, replaced, over bool) {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queues) > 0 {
		queue = p.queues[len(p.queues)-1]
	}
	return queue, p.matched, p.replaced, p.over
}

func (p *queuePage) partner() string {
	_, matched, _, _ := p.is()
	if len(matched) == 0 {
		return ""
	}
	return matched[len(matched)-1].Partner
}

// open opens a page that beats until it is closed.
func (s *queueFixture) open(player string) *queuePage {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	events, err := s.Follow(ctx, player)
	if err != nil {
		s.t.Fatal(err)
	}
	p := &queuePage{close: cancel}
	go func() {
		beat := time.NewTicker(7 * time.Second)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				p.mu.Lock()
				idle := p.idle
				p.mu.Unlock()
				s.Beat(player, idle)
			case e, ok := <-events:
				p.mu.Lock()
				switch e := e.(type) {
				case Queue:
					p.queues = append(p.queues, e)
				case Matched:
					p.matched = append(p.matched, e)
				case Replaced:
					p.replaced = true
				}
				p.over = !ok
				p.mu.Unlock()
				if !ok {
					return
				}
			}
		}
	}()
	return p
}

// come opens a page and waits for a partner.
func (s *queueFixture) come(player, language string) *queuePage {
	s.t.Helper()
	p := s.open(player)
	if _, err := s.Wait(s.t.Context(), player, Wish{language, prompts.Normal}); err != nil {
		s.t.Fatal(err)
	}
	return p
}

func TestQuickPlay_TwoStrangersMeetAtOnce(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.come("mila", "en")
		if queue, _, _, _ := mila.is(); queue != (Queue{Waiting: true}) {
			t.Errorf("alone she hears %+v", queue)
		}
		pass(5 * time.Second)
		jonas := s.come("jonas", "en")
		pass(2 * matchGap)
		if mila.partner() != "jonas" || jonas.partner() != "mila" {
			t.Errorf("they met %q and %q", mila.partner(), jonas.partner())
		}
		if _, err := s.Wait(t.Context(), "mila", Wish{"en", "wild"}); !errors.Is(err, ErrPlaying) {
			t.Errorf("a player in a game: error %v, want %v", err, ErrPlaying)
		}
		if err := s.Cancel(t.Context(), "mila"); err != nil {
			t.Errorf("cancelled after the match: %v", err)
		}
	})
}

func TestQuickPlay_MatchesAnotherLanguageOnlyAfterALongWait(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila, juan := s.come("mila", "en"), s.come("juan", "es")
		pass(anyLanguageAfter - time.Second)
		if mila.partner() != "" {
			t.Fatal("they were matched too soon")
		}
		pass(2 * time.Second)
		if mila.partner() != "juan" || juan.partner() != "mila" {
			t.Errorf("they met %q and %q", mila.partner(), juan.partner())
		}
	})
}

func TestQuickPlay_DoesNotMatchAPlayerWhoHasGone(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.come("mila", "en")
		mila.close()
		pass(time.Second)
		jonas := s.come("jonas", "en")
		pass(time.Second)
		if jonas.partner() != "" {
			t.Fatal("he was matched with a player without a page")
		}
		mila = s.open("mila") // she reloads the page, and still waits
		pass(time.Second)
		if mila.partner() != "jonas" {
			t.Errorf("she met %q", mila.partner())
		}
	})
}

func TestQuickPlay_GivesUpASilentPlayer(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		events, err := s.Follow(t.Context(), "mila") // without signs of life, as if the network were gone
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Wait(t.Context(), "mila", Wish{"en", "normal"}); err != nil {
			t.Fatal(err)
		}
		pass(presenceTimeout)
		for range events { // until the stream is closed
		}
		jonas := s.come("jonas", "en")
		pass(2 * presenceTimeout)
		if jonas.partner() != "" {
			t.Error("he was matched with a player who has gone")
		}
		if s.store.has("mila") {
			t.Error("her ticket still waits")
		}
		if queue, _, _, _ := jonas.is(); queue.Others != 0 {
			t.Errorf("he hears of %+v", queue)
		}
	})
}

func TestQuickPlay_DoesNotMatchAnIdlePlayer(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.come("mila", "en")
		mila.mu.Lock()
		mila.idle = true
		mila.mu.Unlock()
		pass(2 * presenceTimeout)
		jonas := s.come("jonas", "en")
		pass(2 * presenceTimeout)
		if jonas.partner() != "" {
			t.Fatal("he was matched with an idle player")
		}
		if queue, _, _, _ := mila.is(); !queue.Waiting || queue.Others != 1 {
			t.Errorf("she hears %+v", queue)
		}
		if queue, _, _, _ := jonas.is(); queue.Others != 0 {
			t.Errorf("he hears %+v", queue)
		}
		s.Beat("mila", false) // she looks again
		pass(2 * matchGap)
		if mila.partner() != "jonas" || jonas.partner() != "mila" {
			t.Errorf("they met %q and %q", mila.partner(), jonas.partner())
		}
	})
}

func TestQuickPlay_SendsNoStateBeforeATicket(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.open("mila")
		pass(2 * countEvery)
		mila.mu.Lock()
		defer mila.mu.Unlock()
		if len(mila.queues) > 0 {
			t.Errorf("she was sent %+v before she had asked", mila.queues)
		}
	})
}

func TestQuickPlay_ANewerPageTakesOver(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		older := s.come("mila", "en")
		newer := s.open("mila")
		if _, _, replaced, over := older.is(); !replaced || !over {
			t.Error("the older page is still open")
		}
		s.come("jonas", "en")
		pass(time.Second)
		if newer.partner() != "jonas" || older.partner() != "" {
			t.Errorf("the newer heard of %q, the older of %q", newer.partner(), older.partner())
		}
	})
}

func TestQuickPlay_SendsTheStateOfTheQueue(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		for i := range 4 { // eight players wait, 6 s and 0 s
			s.come(fmt.Sprint("a", i), "en")
			pass(6 * time.Second)
			s.come(fmt.Sprint("b", i), "en")
			pass(time.Second)
		}
		mila := s.come("mila", "en")
		s.come("juan", "es")
		pass(2 * countEvery)
		if queue, _, _, _ := mila.is(); queue.Others != 1 || queue.Usual < 5*time.Second || queue.Usual > 7*time.Second {
			t.Errorf("she hears %+v", queue)
		}
		if queue := s.Queue(""); queue.Others != 2 || queue.Waiting {
			t.Errorf("a player without a ticket hears %+v", queue)
		}
		if err := s.Cancel(t.Context(), "mila"); err != nil {
			t.Fatal(err)
		}
		if queue, _, _, _ := mila.is(); queue.Waiting {
			t.Error("cancelled, she still waits")
		}
	})
}

func TestQuickPlay_InformsAPlayerWhoseTicketWasCancelledElsewhere(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.come("mila", "en")
		pass(time.Second)
		if err := s.store.Dequeue(t.Context(), "mila"); err != nil { // as becoming ready in a lobby does
			t.Fatal(err)
		}
		pass(2 * matchEvery)
		if queue, _, _, _ := mila.is(); queue.Waiting {
			t.Error("her page says that she waits")
		}
	})
}

func TestQuickPlay_SendsAPageTheGameThatItMissed(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		s.come("mila", "en").close()
		synctest.Wait()
		s.store.playing["mila"] = Matched{Room: "R", Seat: 2, Partner: "jonas"}
		if got := s.open("mila").partner(); got != "jonas" {
			t.Errorf("she heard of %q", got)
		}
	})
}

func TestQuickPlay_SendsAPageTheMatchThatIsMadeWhileItOpens(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		s.come("mila", "en")
		s.come("jonas", "es") // so nobody is matched yet
		synctest.Wait()
		s.store.onPlayingNow = sync.OnceFunc(func() {
			if _, err := s.Wait(t.Context(), "jonas", Wish{"en", "normal"}); err != nil {
				t.Error(err)
			}
			pass(2 * matchEvery)
		})
		if got := s.open("mila").partner(); got != "jonas" {
			t.Errorf("her new page heard of %q", got)
		}
	})
}

func TestQuickPlay_SendsALostMatchToAPlayerWhoCancels(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		s.store.loseAnswer = 1
		mila := s.come("mila", "en")
		s.come("jonas", "en")
		for range 2 * matchGap / time.Millisecond { // until the moment of the match
			if s.store.seated() == 0 {
				pass(time.Millisecond)
			}
		}
		if s.store.seated() != 1 || mila.partner() != "" {
			t.Error("want a match whose answer was lost")
			return
		}
		if err := s.Cancel(t.Context(), "mila"); err != nil {
			t.Fatal(err)
		}
		pass(2 * matchEvery)
		if got := mila.partner(); got != "jonas" {
			t.Errorf("she heard of %q; Jonas is alone in the room", got)
		}
	})
}

func TestQuickPlay_SurvivesAStoreOutage(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.come("mila", "en")
		s.store.mu.Lock()
		s.store.fail = errors.New("the database is away")
		s.store.mu.Unlock()
		pass(10 * time.Second)
		s.store.mu.Lock()
		s.store.fail = nil
		s.store.mu.Unlock()
		s.come("jonas", "en")
		pass(time.Second)
		if mila.partner() != "jonas" {
			t.Errorf("she met %q", mila.partner())
		}
	})
}

func TestQuickPlay_SendsOnlyCommittedMatches(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		var crowd []*queuePage
		s.store.failStrangersWith(errors.New("not yet"))
		for i := range 2*seatAtOnce + 2 { // one pair more than fit in one transaction
			crowd = append(crowd, s.come(fmt.Sprint("player ", i), "en"))
		}
		s.store.failSeating = 2
		s.store.failStrangersWith(nil)
		told := func() (n int) {
			for _, p := range crowd {
				if p.partner() != "" {
					n++
				}
			}
			return n
		}
		for s.store.seated() < 2 {
			time.Sleep(time.Millisecond)
		}
		if n := told(); n != 2*seatAtOnce {
			t.Errorf("%d players were informed, want those of the first transaction", n)
		}
		pass(2 * matchEvery)
		if n := told(); n != len(crowd) {
			t.Errorf("%d players were informed in the end, want all", n)
		}
	})
}

func TestQuickPlay_SendsAMatchWhoseAnswerWasLost(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		s.store.loseAnswer = 1
		mila, jonas := s.come("mila", "en"), s.come("jonas", "en")
		pass(2 * matchEvery)
		if mila.partner() != "jonas" || jonas.partner() != "mila" {
			t.Errorf("they heard of %q and %q", mila.partner(), jonas.partner())
		}
	})
}

func TestQuickPlay_CountsATicketWhoseAnswerWasLost(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.open("mila")
		if _, err := s.store.Enqueue(t.Context(), "mila", Wish{"en", "normal"}); err != nil { // Wait never got this answer
			t.Fatal(err)
		}
		s.store.loseAnswer = 1
		s.come("jonas", "en")
		pass(3 * matchEvery)
		if mila.partner() != "jonas" {
			t.Errorf("she heard of %q", mila.partner())
		}
	})
}

func TestQuickPlay_ForgetsABannedPlayer(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		mila := s.come("mila", "en")
		if err := s.store.Dequeue(t.Context(), "mila"); err != nil { // as a ban does
			t.Fatal(err)
		}
		s.Forget("mila")
		if _, _, _, over := mila.is(); !over {
			t.Error("her page is still open")
		}
		jonas := s.come("jonas", "en")
		pass(2 * countEvery)
		if queue, _, _, _ := jonas.is(); queue.Others != 0 {
			t.Errorf("he hears of %+v", queue)
		}
	})
}

// BenchmarkQuickPlay_TellAll counts 10,000 waiting players, and sends each the number of others.
func BenchmarkQuickPlay_TellAll(b *testing.B) {
	q := NewQuickPlay(QuickConfig{Store: &fakeQueue{playing: map[string]Matched{}}, Logger: slog.New(slog.DiscardHandler)})
	defer q.Stop()
	q.mu.Lock()
	for i := range 10_000 {
		g := q.guest(fmt.Sprint(i))
		g.waiting = true
		g.page = &quickPage{stream: stream[QuickEvent]{wake: make(chan struct{}, 1), end: func() {}}}
	}
	q.mu.Unlock()
	for b.Loop() {
		q.giveUp()
		q.tellAll()
	}
}

func TestQuickPlay_IsIdleWhenNobodyWaits(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		s.come("mila", "en").close()
		pass(2 * presenceTimeout)
		reads := s.store.reads
		pass(time.Hour)
		if s.store.reads != reads || len(s.guests) != 0 {
			t.Errorf("%d reads while nobody waits, %d guests", s.store.reads-reads, len(s.guests))
		}
	})
}

func TestWish_NamesEveryFieldOutOfBounds(t *testing.T) {
	err := Wish{"klingon", "hard"}.Validate()
	want := "wish.language must be one of " + strings.Join(prompts.Languages(), ", ") + "; wish.difficulty must be one of [easy normal wild]"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := (Wish{"es", "easy"}).Validate(); err != nil {
		t.Error(err)
	}
}

package lobby

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// fakeAgain makes games of mila and jonas.
type fakeAgain struct {
	mu    sync.Mutex
	made  string // the last game
	games int
	lost  int // how many answers to lose
	fail  error
}

func (s *fakeAgain) Repeat(_ context.Context, _, as string) (Repeated, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return Repeated{}, s.fail
	}
	if s.made != as {
		s.made = as
		s.games++
	}
	if s.lost > 0 { // the game is made, but the answer is lost
		s.lost--
		return Repeated{}, errors.New("the connection broke")
	}
	return Repeated{
		Match:   Match{Game: as, Players: [2]string{"jonas", "mila"}, Names: [2]string{"Jonas", "Mila"}},
		Changed: []string{"plum-kite-otter"},
	}, nil
}

// after is a page after a game, and the last events that it was sent.
type after struct {
	close context.CancelFunc

	mu      sync.Mutex
	wishes  Wishes
	matched []Matched
}

func (p *after) is() (Wishes, []Matched) {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wishes, p.matched
}

func openAfter(t *testing.T, a *Again, player string) *after {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	events, err := a.Follow(ctx, AgainPage{Game: "G", Player: player, Beats: false})
	if err != nil {
		t.Fatal(err)
	}
	p := &after{close: cancel}
	go func() {
		for e := range events {
			p.mu.Lock()
			switch e := e.(type) {
			case Wishes:
				p.wishes = e
			case Matched:
				p.matched = append(p.matched, e)
			}
			p.mu.Unlock()
		}
	}()
	return p
}

func TestAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &fakeAgain{}
		var made []Match
		var changed []string
		a := NewAgain(store, func(m Match) { made = append(made, m) }, func(code string) { changed = append(changed, code) })
		defer a.Stop()
		say := func(player string, yes bool) error {
			_, err := a.Say(t.Context(), "G", player, yes)
			return err
		}
		if err := say("mila", true); !errors.Is(err, ErrNoPage) {
			t.Errorf("without a page: error %v, want %v", err, ErrNoPage)
		}
		mila := openAfter(t, a, "mila")
		if err := say("mila", true); err != nil {
			t.Fatal(err)
		}
		if w, _ := mila.is(); w != (Wishes{You: true}) {
			t.Errorf("alone she hears %+v", w)
		}
		jonas := openAfter(t, a, "jonas")
		if w, _ := jonas.is(); w != (Wishes{Partner: true, There: true}) {
			t.Errorf("he hears %+v", w)
		}
		if w, _ := mila.is(); w != (Wishes{You: true, There: true}) {
			t.Errorf("she hears %+v", w)
		}

		mila.close() // she doesn't come back, so her wish is dropped
		time.Sleep(presenceTimeout)
		if w, _ := jonas.is(); w != (Wishes{}) {
			t.Errorf("without her he hears %+v", w)
		}
		if err := say("jonas", true); err != nil {
			t.Fatal(err)
		}
		mila = openAfter(t, a, "mila")
		for _, yes := range []bool{false, true} {
			if err := say("mila", yes); err != nil {
				t.Fatal(err)
			}
		}
		want := Matched{Room: store.made, Seat: 2, Partner: "Jonas"}
		if _, m := mila.is(); len(m) != 1 || m[0] != want {
			t.Errorf("she heard %+v", m)
		}
		if _, m := jonas.is(); len(m) != 1 || m[0].Seat != 1 {
			t.Errorf("he heard %+v", m)
		}
		if store.games != 1 || len(made) != 1 || len(changed) != 1 {
			t.Errorf("%d games, told of %v and %v", store.games, made, changed)
		}
		store.fail = ErrNoPartner
		if err := errors.Join(say("mila", true), say("jonas", true)); !errors.Is(err, ErrNoPartner) {
			t.Errorf("a player in a game: error %v, want %v", err, ErrNoPartner)
		}
		mila.close()
		jonas.close()
		time.Sleep(presenceTimeout)
		synctest.Wait()
		if len(a.tables) != 0 {
			t.Errorf("%d tables are left without pages", len(a.tables))
		}
	})
}

func TestAgain_SendsAGameWhoseAnswerWasLost(t *testing.T) {
	for _, lost := range []int{1, 2, 3} {
		synctest.Test(t, func(t *testing.T) {
			store := &fakeAgain{lost: lost}
			a := NewAgain(store, func(Match) {}, func(string) {})
			defer a.Stop()
			mila, jonas := openAfter(t, a, "mila"), openAfter(t, a, "jonas")
			for range 2 { // after two lost answers in a row, they say so again
				for _, player := range []string{"mila", "jonas"} {
					_, _ = a.Say(t.Context(), "G", player, true)
				}
				if _, m := mila.is(); len(m) == 1 {
					break
				}
			}
			_, hers := mila.is()
			_, his := jonas.is()
			if len(hers) != 1 || len(his) != 1 || hers[0].Room != his[0].Room || store.games != 1 {
				t.Errorf("%d answers lost: they heard %+v and %+v of %d games", lost, hers, his, store.games)
			}
			mila.close()
			jonas.close()
		})
	}
}

func TestAgain_SendsTheGameToAPageThatComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAgain(&fakeAgain{}, func(Match) {}, func(string) {})
		defer a.Stop()
		mila, jonas := openAfter(t, a, "mila"), openAfter(t, a, "jonas")
		for _, player := range []string{"mila", "jonas"} {
			if _, err := a.Say(t.Context(), "G", player, true); err != nil {
				t.Fatal(err)
			}
		}
		mila.close() // before the event arrives
		synctest.Wait()
		if _, m := openAfter(t, a, "mila").is(); len(m) != 1 || m[0].Partner != "Jonas" {
			t.Errorf("she heard %+v", m)
		}
		time.Sleep(presenceTimeout)
		if _, m := openAfter(t, a, "mila").is(); len(m) != 0 {
			t.Errorf("much later she heard %+v", m)
		}
		jonas.close()
	})
}

func TestAgain_ALostConnectionKeepsTheWish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAgain(&fakeAgain{}, func(Match) {}, func(string) {})
		defer a.Stop()
		mila, jonas := openAfter(t, a, "mila"), openAfter(t, a, "jonas")
		if _, err := a.Say(t.Context(), "G", "mila", true); err != nil {
			t.Fatal(err)
		}
		for range 2 { // each time she has the full timeout
			mila.close()
			time.Sleep(presenceTimeout - time.Second)
			mila = openAfter(t, a, "mila")
			if w, _ := mila.is(); !w.You {
				t.Error("her wish was dropped")
			}
		}
		mila.close()
		if w, _ := jonas.is(); w != (Wishes{Partner: true, There: true}) {
			t.Errorf("while her connection is broken he hears %+v", w)
		}
		if _, err := a.Say(t.Context(), "G", "jonas", true); err != nil {
			t.Fatal(err)
		}
		if _, m := openAfter(t, a, "mila").is(); len(m) != 1 {
			t.Errorf("once she is back she hears %+v", m)
		}
		jonas.close()
	})
}

func TestAgain_GivesUpASilentPlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAgain(&fakeAgain{}, func(Match) {}, func(string) {})
		defer a.Stop()
		events, err := a.Follow(t.Context(), AgainPage{Game: "G", Player: "mila", Beats: true}) // sends signs of life for a while
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for range events {
			}
		}()
		jonas := openAfter(t, a, "jonas")
		for range 3 {
			time.Sleep(presenceTimeout - time.Second)
			a.Beat("G", "mila")
		}
		if w, _ := jonas.is(); !w.There {
			t.Error("she counts as gone although she sends signs of life")
		}
		time.Sleep(presenceTimeout)
		if w, _ := jonas.is(); w.There {
			t.Error("she counts as present although she is silent")
		}
		jonas.close()
	})
}

func TestAgain_LimitsThePagesOfAPlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAgain(&fakeAgain{}, func(Match) {}, func(string) {})
		defer a.Stop()
		for range maxPagesAfterGame {
			openAfter(t, a, "mila")
		}
		if _, err := a.Follow(t.Context(), AgainPage{Game: "G", Player: "mila", Beats: false}); !errors.Is(err, ErrTooManyPages) {
			t.Errorf("one page too many: %v, want %v", err, ErrTooManyPages)
		}
		openAfter(t, a, "jonas")
		openAfter(t, a, "mila2").close()
	})
}

func TestAgain_ForgetsABannedPlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAgain(&fakeAgain{}, func(Match) {}, func(string) {})
		defer a.Stop()
		openAfter(t, a, "mila")
		jonas := openAfter(t, a, "jonas")
		a.Forget("mila")
		if w, _ := jonas.is(); w.There {
			t.Errorf("he hears %+v", w)
		}
	})
}

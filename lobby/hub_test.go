package lobby

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestHub_SendsJoinsAndLeaves(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.want("at once", mila.states(), "mila here")
		jonas := h.come("jonas")
		h.want("a guest comes", mila.states(), "mila here, jonas here")
		h.want("the guest", jonas.states(), "mila here, jonas here")

		jonas.close()
		pass(presenceTimeout - time.Millisecond)
		h.want("just gone", mila.states(), "mila here, jonas here")
		pass(time.Millisecond)
		h.want("gone", mila.states(), "mila here, jonas away")
		if !jonas.closed() {
			t.Error("the channel of a page that closed is open")
		}

		h.follow("jonas")
		h.want("back", mila.states(), "mila here, jonas here")
	})
}

func TestHub_IgnoresAReload(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.ready("jonas")
		for range 5 {
			jonas.close()
			pass(presenceTimeout - time.Second)
			jonas = h.follow("jonas")
		}
		if s := mila.states(); s != "mila here, jonas ready" {
			t.Error(s)
		}
		for _, l := range mila.shown() {
			if strings.Contains(states(l), "away") {
				t.Errorf("an update was sent: %s", states(l))
			}
		}
	})
}

func TestHub_CountsEveryPageOfAPlayer(t *testing.T) {
	withLobby(t, func(_ *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		one, two := h.come("jonas"), h.follow("jonas")
		one.close()
		pass(2 * presenceTimeout)
		h.want("with one of two pages", mila.states(), "mila here, jonas here")
		two.close()
		pass(2 * presenceTimeout)
		h.want("with no page", mila.states(), "mila here, jonas away")
	})
}

func TestHub_MatchesTwoReadyMembers(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.ready("jonas")
		h.want("one is ready", mila.states(), "mila here, jonas ready")
		h.ready("mila")
		h.want("both", mila.states(), "mila playing, jonas playing")
		room := h.matches()[0].Game
		if len(jonas.games()) != 1 || jonas.games()[0] != (Matched{Room: room, Seat: 1, Partner: "mila"}) {
			t.Errorf("the first heard %+v", jonas.games())
		}
		if len(mila.games()) != 1 || mila.games()[0] != (Matched{Room: room, Seat: 2, Partner: "jonas"}) {
			t.Errorf("the second heard %+v", mila.games())
		}
		if last := mila.last(); last.Members[0].Room != room {
			t.Error("a reloaded page isn't sent its room")
		}
		if _, err := h.SetReady(t.Context(), h.code, "mila", true); !errors.Is(err, ErrPlaying) {
			t.Errorf("ready in a game: error %v, want %v", err, ErrPlaying)
		}
	})
}

func TestHub_UpdatesALobbyWhoseMemberIsReadyElsewhere(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		jonas := h.come("jonas")
		h.follow("mila")
		h.ready("mila")
		h.want("ready", jonas.states(), "mila ready, jonas here")
		other, err := h.Open(t.Context(), "mila", DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.SetReady(t.Context(), other.Code, "mila", true); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.want("ready elsewhere", jonas.states(), "mila here, jonas here")
	})
}

func TestHub_ThirdMemberWaitsForAFourth(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.come("jonas")
		ada, ben := h.come("ada"), h.come("ben")
		h.ready("mila")
		h.ready("jonas")
		h.ready("ada")
		h.want("three", mila.states(), "mila playing, jonas playing, ada ready, ben here")
		h.ready("ben")
		h.want("four", mila.states(), "mila playing, jonas playing, ada playing, ben playing")
		if ada.games()[0].Room != ben.games()[0].Room || ada.games()[0].Room == mila.games()[0].Room {
			t.Errorf("matches: %+v", h.matches())
		}
	})
}

func TestHub_MatchesANewPartnerAfterAGame(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		h.come("jonas")
		ada := h.come("ada")
		h.ready("mila")
		h.ready("jonas")
		h.store.endGame("mila")
		h.Changed(h.code)
		synctest.Wait()
		h.want("after the game", ada.states(), "mila here, jonas here, ada here")
		h.ready("ada")
		h.ready("mila")
		if m := h.matches()[1]; m.Players != [2]string{"ada", "mila"} {
			t.Errorf("the second game is %v", m.Players)
		}
	})
}

func TestHub_CancelsTheTicketsOfMembersWhoHaveGone(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.ready("jonas")
		jonas.close()
		pass(presenceTimeout)
		h.want("gone", mila.states(), "mila here, jonas away")
		if h.store.waits(h.code, "jonas") {
			t.Error("the ticket of a member who has gone still waits")
		}
		h.ready("mila")
		if len(h.matches()) > 0 {
			t.Errorf("matched with a member who has gone: %+v", h.matches())
		}
		h.follow("jonas")
		h.want("back, and not ready any more", mila.states(), "mila ready, jonas here")
	})
}

func TestHub_DoesNotMatchMembersItHasNotSeenSinceItStarted(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.come("jonas")
		h.come("ada")
		h.ready("jonas")
		h.restart()
		mila := h.follow("mila")
		h.want("after the restart", mila.states(), "mila here, jonas away, ada away")
		h.ready("mila")
		if len(h.matches()) > 0 {
			t.Fatalf("matched with a member who may be gone: %+v", h.matches())
		}
		pass(presenceTimeout / 2)
		h.follow("jonas")
		h.want("one comes back and is still ready", mila.states(), "mila playing, jonas playing, ada away")
	})
}

func TestHub_CancelsTheTicketsOfMembersWhoStayAwayAfterARestart(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.come("jonas")
		h.ready("jonas")
		h.restart()
		h.follow("mila")
		pass(presenceTimeout)
		if h.store.waits(h.code, "jonas") {
			t.Error("the ticket still waits")
		}
	})
}

func TestHub_ReadsALobbyOnceForAllItsPages(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		pages := []*page{h.follow("mila")}
		for i := range 49 {
			pages = append(pages, h.come(fmt.Sprint("guest", i)))
		}
		before := h.store.read()
		heard := len(pages[7].shown())
		h.hub.mu.Lock() // so that no read happens in between
		for range 10 {
			h.hub.watches[h.code].readAgain()
		}
		h.hub.mu.Unlock()
		synctest.Wait()
		if n := h.store.read() - before; n > 2 {
			t.Errorf("%d reads for ten concurrent changes and 50 pages", n)
		}
		if n := len(pages[7].shown()) - heard; n > 0 {
			t.Errorf("%d updates were sent without a change", n)
		}
		h.ready("guest3")
		for i, p := range pages {
			if !strings.Contains(p.states(), "guest3 ready") {
				t.Fatalf("page %d got no update", i)
			}
		}
	})
}

func TestHub_ReadsALobbyOnceForManyChanges(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		synctest.Wait()
		before := h.store.read()
		for i := range 2000 { // renames, as fast as possible
			h.store.rename(h.code, "mila", strconv.Itoa(i))
			h.PlayerChanged("mila")
			pass(time.Millisecond)
		}
		pass(readEvery)
		if n, most := h.store.read()-before, readsAtOnce+2000/50+2; n > most {
			t.Errorf("%d reads, want at most %d", n, most)
		}
		if got := mila.last().Members[0].Name; got != "1999" {
			t.Errorf("in the end her name is %s", got)
		}
	})
}

func TestHub_ASlowPageSkipsOnlyOutdatedUpdates(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		slow, err := h.Follow(t.Context(), h.code, "mila", Page{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			h.come(fmt.Sprint("guest", i))
		}
		h.ready("mila")
		h.ready("guest5")
		h.come("late")

		var events []Event
		for range 4 {
			events = append(events, <-slow)
		}
		synctest.Wait()
		select {
		case e := <-slow:
			t.Errorf("more than four events: %+v", e)
		default:
		}
		if m, ok := events[1].(Matched); !ok || m.Partner != "guest5" {
			t.Errorf("the second event is %+v, want the match", events[1])
		}
		if l, ok := events[2].(Update); !ok || len(l.Lobby.Members) != 22 {
			t.Errorf("the third event is %+v, want the lobby as it is", events[2])
		}
		if n, ok := events[3].(ChatNews); !ok || !n.All {
			t.Errorf("the last event is %+v, want the chat", events[3])
		}
	})
}

func TestHub_SurvivesAStoreOutage(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.come("jonas")
		h.ready("jonas")
		h.store.failWith(errors.New("the database is away"))
		if _, err := h.SetReady(t.Context(), h.code, "mila", true); err == nil {
			t.Error("no error")
		}
		h.Changed(h.code)
		pass(time.Minute)
		h.store.failWith(nil)
		if _, err := h.Join(t.Context(), h.code, "ada"); err != nil {
			t.Fatal(err)
		}
		pass(retryAfter)
		h.want("when it is back", mila.states(), "mila here, jonas ready, ada here")
		h.Stop()
		if n := strings.Count(h.log.String(), "level=WARN"); n != 1 {
			t.Errorf("%d warnings about one outage:\n%s", n, h.log)
		}
	})
}

func TestHub_LimitsThePagesOfAPlayer(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		var pages []*page
		for range maxPagesOfPlayer {
			pages = append(pages, h.follow("mila"))
		}
		if _, err := h.Follow(t.Context(), h.code, "mila", Page{}); !errors.Is(err, ErrTooManyPages) {
			t.Errorf("error %v, want %v", err, ErrTooManyPages)
		}
		pages[0].close()
		synctest.Wait()
		h.follow("mila")
	})
}

func TestHub_ForgetsAnEmptyLobby(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		mila.close()
		jonas.close()
		pass(presenceTimeout)
		if n := len(h.hub.watches); n != 0 {
			t.Errorf("%d lobbies are watched", n)
		}
		if n := len(h.hub.places); n != 0 {
			t.Errorf("the places of %d players are left", n)
		}
		read := h.store.read()
		h.Changed(h.code)
		pass(time.Hour)
		if h.store.read() != read {
			t.Error("an empty lobby was read")
		}
	})
}

func TestHub_EndsThePagesOfAClosedLobby(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		delete(h.store.lobbies, h.code)
		h.Changed(h.code)
		synctest.Wait()
		if !mila.closed() {
			t.Error("the page still follows")
		}
	})
}

func TestHub_EndsAllPagesWhenItStops(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		stuck, err := h.Follow(t.Context(), h.code, "mila", Page{}) // reads nothing
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.Stop()
		synctest.Wait()
		if _, ok := <-stuck; ok || !mila.closed() {
			t.Error("a page still follows")
		}
		if _, err := h.Follow(context.Background(), h.code, "mila", Page{}); !errors.Is(err, ErrStopping) {
			t.Errorf("error %v, want %v", err, ErrStopping)
		}
	})
}

func TestHub_SendsTheChangesToAPageThatComesBack(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		jonas := h.come("jonas")
		last := jonas.told()[len(jonas.told())-1]
		jonas.close()
		synctest.Wait()

		jonas = h.followAs("jonas", Page{After: last.ID})
		if n := len(jonas.told()); n != 0 {
			t.Errorf("%d updates were sent without a change", n)
		}
		jonas.close()
		h.come("ada")
		jonas = h.followAs("jonas", Page{After: last.ID})
		if told := jonas.told(); len(told) != 1 || told[0].Before == nil || states(*told[0].Before) != "mila here, jonas here" {
			t.Fatalf("after a member joined, it was sent %+v", told)
		}
		h.want("now", jonas.states(), "mila here, jonas here, ada here")
		jonas.close()

		for i := range maxVersions {
			h.come(fmt.Sprint("guest", i))
		}
		if told := h.followAs("jonas", Page{After: last.ID}).told(); len(told) != 1 || told[0].Before != nil {
			t.Errorf("after a long time it was sent %+v", told)
		}
		h.restart()
		if told := h.followAs("jonas", Page{After: last.ID}).told(); len(told) != 1 || told[0].Before != nil {
			t.Errorf("by another process it was sent %+v", told)
		}
	})
}

func TestHub_SendsTheVersionThatAPageIsMissing(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.come("jonas")
		told := mila.told()
		if len(told) != 2 || told[0].Before != nil || told[1].Before != told[0].Lobby || told[0].ID == told[1].ID {
			t.Errorf("it was sent %+v", told)
		}
	})
}

func TestHub_GivesUpAPageThatStopsItsSignsOfLife(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		if _, err := h.Join(t.Context(), h.code, "jonas"); err != nil {
			t.Fatal(err)
		}
		jonas := h.followAs("jonas", Page{Beats: true})
		h.ready("jonas")
		for range 10 {
			pass(presenceTimeout - time.Second)
			h.Beat(h.code, "jonas", Beat{})
		}
		h.want("beating", mila.states(), "mila here, jonas ready")
		pass(presenceTimeout - time.Millisecond)
		h.want("late", mila.states(), "mila here, jonas ready")
		pass(time.Millisecond)
		h.want("gone", mila.states(), "mila here, jonas away")
		if !jonas.closed() || h.store.waits(h.code, "jonas") {
			t.Error("its page and its ticket are still there")
		}
		h.ready("mila")
		if len(h.matches()) > 0 {
			t.Errorf("matched with a member who has gone: %+v", h.matches())
		}
		h.followAs("jonas", Page{Beats: true})
		h.want("back", mila.states(), "mila ready, jonas here")
		pass(presenceTimeout)
		h.want("gone again", mila.states(), "mila ready, jonas away")
	})
}

func TestHub_ShowsMembersWhoLookAtADrawing(t *testing.T) {
	withLobby(t, func(_ *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		drawing := h.followAs("jonas", Page{Looking: true})
		h.want("beside a page of the lobby", mila.states(), "mila here, jonas here")
		jonas.close()
		synctest.Wait()
		h.want("the drawing alone", mila.states(), "mila here, jonas looking")
		pass(2 * presenceTimeout)
		h.want("for long", mila.states(), "mila here, jonas looking")
		h.Beat(h.code, "jonas", Beat{Idle: true, Looking: true})
		synctest.Wait()
		h.want("and at nothing", mila.states(), "mila here, jonas idle")
		h.Beat(h.code, "jonas", Beat{Looking: true})
		synctest.Wait()
		drawing.close()
		pass(presenceTimeout - time.Second)
		h.want("on the way back", mila.states(), "mila here, jonas looking")
		jonas = h.follow("jonas")
		h.want("back", mila.states(), "mila here, jonas here")
		drawing = h.followAs("jonas", Page{Looking: true})
		h.Beat(h.code, "jonas", Beat{Idle: true, Looking: true})
		synctest.Wait()
		h.want("with a drawing in a tab that nobody looks at", mila.states(), "mila here, jonas here")
		drawing.close()
		jonas.close()
		pass(presenceTimeout)
		h.want("gone", mila.states(), "mila here, jonas away")
	})
}

func TestHub_MatchesAReadyMemberWhoLooksAtADrawing(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		old := h.followAs("mila", Page{Looking: true})
		h.come("jonas").close()
		drawing := h.followAs("jonas", Page{Looking: true})
		h.ready("jonas")
		h.want("ready", mila.states(), "mila here, jonas ready")
		h.ready("mila")
		if len(drawing.games()) != 1 {
			t.Errorf("the page with the drawing heard %+v", drawing.games())
		}
		if len(old.games()) > 0 {
			t.Errorf("a drawing in another tab than the lobby heard %+v", old.games())
		}
	})
}

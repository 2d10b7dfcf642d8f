package lobby

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// chat returns the chat as the page shows it: "mila: hello, jonas: hi".
func (p *page) chat() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var lines []string
	for _, n := range p.news {
		if n.All {
			lines = nil
		}
		for _, l := range n.Lines {
			lines = append(lines, l.Name+": "+l.Text)
		}
	}
	return strings.Join(lines, ", ")
}

// talks opens a page that shows the chat in a room.
func (h *lobbyFixture) talks(player string) *page {
	h.t.Helper()
	ctx, cancel := context.WithCancel(h.t.Context())
	events, err := h.FollowChat(ctx, h.code, player)
	if err != nil {
		h.t.Fatalf("%s can't follow the chat: %v", player, err)
	}
	p := &page{close: cancel}
	go p.hears(events)
	synctest.Wait()
	return p
}

func (h *lobbyFixture) say(player, text string) {
	h.t.Helper()
	if err := h.Say(h.t.Context(), h.code, player, text); err != nil {
		h.t.Fatalf("%s can't say %q: %v", player, text, err)
	}
	synctest.Wait()
}

// refuses checks that a player can't say something.
func (h *lobbyFixture) refuses(player, text string, want error) {
	h.t.Helper()
	if err := h.Say(h.t.Context(), h.code, player, text); !errors.Is(err, want) {
		h.t.Errorf("%s says %q: %v, want %v", player, text, err, want)
	}
}

func (h *lobbyFixture) openToRooms(open bool) {
	h.t.Helper()
	_, err := h.ChangeRules(h.t.Context(), h.code, "mila", func(r Rules) Rules {
		r.ChatInRooms = open
		return r
	})
	if err != nil {
		h.t.Fatal(err)
	}
	synctest.Wait()
}

// noRoom checks that no page can follow the chat from a room.
func (h *lobbyFixture) noRoom(player string) {
	h.t.Helper()
	if _, err := h.FollowChat(h.t.Context(), h.code, player); !errors.Is(err, ErrNoChat) {
		h.t.Errorf("%s follows it from a room: %v", player, err)
	}
}

func TestChat_ReachesAllPagesOfTheLobby(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		wall, drawing := h.wall("jonas"), h.followAs("jonas", Page{Looking: true})
		h.say("mila", " hello\n there ")
		h.say("jonas", "hi")
		h.want("Mila reads", mila.chat(), "mila: hello there, jonas: hi")
		h.want("Jonas reads", jonas.chat(), "mila: hello there, jonas: hi")
		h.want("who comes later reads", h.come("ida").chat(), "mila: hello there, jonas: hi")
		h.want("the wall and a drawing say", wall.chat()+drawing.chat(), "")
		if n := len(mila.told()); n > 4 {
			t.Errorf("the lobby was told %d times", n)
		}
		h.refuses("eve", "let me in", ErrNotMember)
	})
}

func TestChat_OfARoomIsOpenOnlyIfTheHostLetsIt(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		ida := h.come("ida")
		h.follow("mila")
		h.come("jonas")
		h.ready("mila")
		h.ready("jonas")
		h.say("ida", "who wins?")
		h.refuses("mila", "we do", ErrNoChat)
		h.noRoom("mila")

		h.openToRooms(true)
		mila := h.talks("mila")
		h.want("opened", mila.chat(), "ida: who wins?")
		h.say("mila", "we do")
		h.want("in the lobby", ida.chat(), "ida: who wins?, mila: we do")
		h.openToRooms(false)
		if !mila.closed() {
			t.Error("a room hears a chat that is closed to it")
		}
		h.noRoom("mila")
		h.refuses("mila", "why?", ErrNoChat)
	})
}

// rooms records whose rooms have to read whether the chat is open to them, here and on
// other nodes.
type rooms struct{ here, elsewhere []string }

func (*rooms) Many() bool { return true }

func (r *rooms) Tell(n News) {
	if n.Chat != "" {
		r.elsewhere = append(r.elsewhere, n.Chat)
	}
}

func TestChat_RoomsOfAllNodesHearWhenItOpensAndCloses(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		var told rooms
		h.Stop()
		h.Service = NewService(Config{
			Store: h.store, Logger: slog.New(slog.DiscardHandler), Nodes: &told,
			OnChat: func(code string) { told.here = append(told.here, code) },
		})
		h.openToRooms(true)
		h.openToRooms(true)
		h.setPublic(true)
		h.openToRooms(false)
		if want := []string{h.code, h.code}; !slices.Equal(told.here, want) || !slices.Equal(told.elsewhere, want) {
			t.Errorf("it opened and closed; rooms heard %q, on other nodes %q", told.here, told.elsewhere)
		}
		h.Hear(News{Chat: "of another node"})
		if last := told.here[len(told.here)-1]; last != "of another node" || len(told.elsewhere) != 2 {
			t.Errorf("another node's news: %q, passed on: %q", last, told.elsewhere)
		}
	})
}

func TestChat_TheHostClearsIt(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.say("jonas", "first")
		if err := h.ClearChat(t.Context(), h.code, "jonas"); !errors.Is(err, ErrNotHost) {
			t.Errorf("a guest clears it: %v", err)
		}
		if err := h.ClearChat(t.Context(), h.code, "mila"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.want("cleared", mila.chat()+jonas.chat(), "")
		h.say("mila", "second")
		h.want("afterwards", jonas.chat(), "mila: second")
	})
}

func TestChat_KeepsItsLastLines(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		for i := range maxLines + 3 {
			h.say("mila", fmt.Sprint("line ", i))
			pass(lineEvery)
		}
		lines := strings.Split(h.come("jonas").chat(), ", ")
		if len(lines) != maxLines || lines[0] != "mila: line 3" || lines[maxLines-1] != fmt.Sprint("mila: line ", maxLines+2) {
			t.Errorf("who comes later reads %q", lines)
		}
		if got := mila.chat(); strings.Count(got, "line") != maxLines+3 {
			t.Errorf("who was there has read %q", got)
		}
		if said := h.Said(h.code, "mila"); len(said) != maxSaid || said[maxSaid-1].Text != fmt.Sprint("line ", maxLines+2) {
			t.Errorf("a report says %+v", said)
		}
	})
}

func TestChat_LimitsAFlood(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		said := 0
		for range 1000 {
			switch err := h.Say(t.Context(), h.code, "mila", "spam"); {
			case err == nil:
				said++
			case !errors.Is(err, ErrTooFast):
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
		if most := linesAtOnce + int(time.Second/lineEvery); said > most {
			t.Errorf("%d lines in a second; at most %d", said, most)
		}
	})
}

func TestChat_OutlastsItsPagesButNotItsLobby(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.say("mila", "back in a minute")
		h.openToRooms(true)
		mila.close()
		pass(10 * time.Minute)
		if !h.Serves(h.code) {
			t.Error("another node may take the lobby, whose chat is here")
		}
		mila = h.follow("mila")
		h.want("ten minutes later", mila.chat(), "mila: back in a minute")
		mila.close()
		pass(emptyFor + 2*sweepEvery)
		if h.Serves(h.code) || h.Said(h.code, "mila") != nil {
			t.Error("the chat is kept after the lobby has closed")
		}
		h.refuses("mila", "anybody?", ErrClosed)
	})
}

func TestChat_EndsWithItsNode(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.say("mila", "hello")
		h.Drop(h.code)
		synctest.Wait()
		if !mila.closed() {
			t.Error("the page doesn't look for the other node")
		}
		mila = h.follow("mila")
		h.want("another node's chat", mila.chat(), "")
		if len(mila.news) != 1 || !mila.news[0].All {
			t.Errorf("a page that comes back is not told that its lines are gone: %+v", mila.news)
		}
	})
}

func TestChat_IsNotForStrangers(t *testing.T) {
	withLobby(t, func(_ *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.say("mila", "between us")
		h.openToRooms(true)
		h.setPublic(true)
		h.want("in a public lobby", mila.chat()+h.come("eve").chat(), "")
		h.refuses("mila", "hello, strangers", ErrNoChat)
		h.noRoom("mila")
	})
}

func TestChat_ForgetsAPlayer(t *testing.T) {
	withLobby(t, func(_ *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.come("jonas")
		h.say("mila", "hello")
		h.say("jonas", "I was here")
		h.Hear(News{Gone: "jonas"})
		synctest.Wait()
		h.want("forgotten", mila.chat(), "mila: hello")
	})
}

func TestChat_PagesOfRoomsAreBoundedAndMakeNobodyPresent(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.openToRooms(true)
		var last *page
		for range maxPagesOfPlayer {
			last = h.talks("jonas")
		}
		if _, err := h.FollowChat(t.Context(), h.code, "jonas"); !errors.Is(err, ErrTooManyPages) {
			t.Errorf("one more: %v", err)
		}
		if _, err := h.FollowChat(t.Context(), h.code, "eve"); !errors.Is(err, ErrNotMember) {
			t.Errorf("a stranger: %v", err)
		}
		jonas.close()
		pass(2 * presenceTimeout)
		h.want("with pages of rooms alone", mila.states(), "mila here, jonas away")
		if _, err := h.Remove(t.Context(), h.code, "mila", "jonas"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if !last.removed() || !last.closed() {
			t.Error("who was removed reads on")
		}
	})
}

func TestCleanLine(t *testing.T) {
	family := "👨\u200d👩\u200d👧"
	for text, want := range map[string]error{
		"":                                      ErrLineEmpty,
		" \t\n ":                                ErrLineEmpty,
		"\u202e\u200b\u3164":                    ErrLineEmpty,
		strings.Repeat("a", MaxLineLength):      nil,
		strings.Repeat("a", MaxLineLength+1):    ErrLineLong,
		strings.Repeat(family, 160):             nil,
		strings.Repeat(family, MaxLineLength+1): ErrLineLong,
		"what the f.u.c.k":                      ErrLineUnfit,
		"你好，一起画吧":                               nil,
	} {
		if _, err := CleanLine(text); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"see https://tandem.example/l/plum?a=<b>&c": "see https://tandem.example/l/plum?a=<b>&c",
		"one\r\ntwo\x00\x1b[31m":                    "one two[31m",
		"ab\u202ecd\u2066e":                         "abcde",
	} {
		if got, err := CleanLine(text); got != want || err != nil {
			t.Errorf("%q becomes %q, %v; want %q", text, got, err, want)
		}
	}
}

func FuzzCleanLine(f *testing.F) {
	f.Add("hello\nthere")
	f.Add("\u202eolleh\u2069 e\u0301\u0301\u0301\u0301\u0301 1\ufe0f\u20e3")
	f.Add("\xff\xed\xa0\x80 <script>alert(1)</script>")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := CleanLine(text)
		if err != nil {
			return
		}
		if !utf8.ValidString(got) || !strings.ContainsFunc(got, visible) || uniseg.GraphemeClusterCount(got) > MaxLineLength || utf8.RuneCountInString(got) > maxLineRunes {
			t.Errorf("%+q becomes %+q", text, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Errorf("%+q becomes %+q, which is more than one line of plain text", text, got)
		}
		if again, err := CleanLine(got); err != nil || again != got {
			t.Errorf("%+q becomes %+q, and that %+q, %v", text, got, again, err)
		}
	})
}

package lobby

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// maxLines is how many lines of a chat are kept.
const maxLines = 50

// maxSaid is how many lines go with a report.
const maxSaid = 20

// All members of a lobby together may say linesAtOnce lines at once, then one each
// lineEvery: each line goes to every page.
const (
	lineEvery   = 200 * time.Millisecond
	linesAtOnce = 20
)

// The errors of a chat.
var (
	ErrNoChat  = errors.New("there is no chat here")
	ErrTooFast = errors.New("too many lines at once")
)

// chat is what the members of a lobby say to each other. It is only in the memory of the
// node that serves the lobby: lines are never stored, except with a report. The hub's mutex
// guards it.
type chat struct {
	lines   []Line // oldest first, at most maxLines
	last    int64  // the ID of the last line, also of one that is gone
	version int    // grows with each change that is not a new line
	pace    *rate.Limiter
	left    time.Time // when the last page of the lobby closed
}

func newChat() *chat {
	return &chat{version: 1, pace: rate.NewLimiter(rate.Every(lineEvery), linesAtOnce)}
}

// say adds a line. Its ID is above those of an earlier chat of the lobby, whichever node
// served it, so that pages can tell which lines are new.
func (c *chat) say(l Line) {
	c.last = max(c.last+1, time.Now().UnixMilli())
	l.ID = c.last
	// A new slice: pages may still be reading the old one.
	c.lines = append(slices.Clone(c.lines[max(0, len(c.lines)-maxLines+1):]), l)
}

// forget removes the lines of a player.
func (c *chat) forget(player string) (changed bool) {
	left := slices.DeleteFunc(slices.Clone(c.lines), func(l Line) bool { return l.Player == player })
	changed = len(left) < len(c.lines)
	c.lines = left
	if changed {
		c.version++
	}
	return changed
}

// chatMark is how much of a chat a page has been told.
type chatMark struct {
	version int
	last    int64 // the ID of the last line
}

// after returns what is new since a mark, and moves the mark; nil if nothing is.
func (c *chat) after(m *chatMark) *ChatNews {
	news := ChatNews{All: m.version != c.version, Lines: c.lines}
	if !news.All {
		first, _ := slices.BinarySearchFunc(news.Lines, m.last+1, func(l Line, id int64) int { return cmp.Compare(l.ID, id) })
		if news.Lines = news.Lines[first:]; len(news.Lines) == 0 {
			return nil
		}
	}
	*m = chatMark{c.version, c.last}
	return &news
}

// Say adds a line to a lobby's chat, and tells the pages. A member who plays may say
// something only if a host has opened the chat to rooms; in a lobby that is listed for
// everybody nobody may, because there strangers meet. ErrLineEmpty, ErrLineLong,
// ErrLineUnfit, ErrNotFound, ErrClosed, ErrNotMember, ErrNoChat, ErrTooFast.
func (s *Service) Say(ctx context.Context, code, player, text string) error {
	text, err := CleanLine(text)
	if err != nil {
		return err
	}
	l, err := s.store.Lobby(ctx, Normalize(code))
	if err != nil {
		return err
	}
	m, ok := l.member(player)
	switch {
	case !ok:
		return ErrNotMember
	case l.Rules.Public, m.State == Playing && !l.Rules.OpenChatToRooms():
		return ErrNoChat
	}
	return s.hub.say(l.Code, Line{Player: player, Name: m.Name, Text: text})
}

// ClearChat removes all lines of a lobby's chat, for host and co-hosts. ErrNotFound,
// ErrClosed, ErrNotHost.
func (s *Service) ClearChat(ctx context.Context, code, player string) error {
	l, err := s.store.Lobby(ctx, Normalize(code))
	if err != nil {
		return err
	}
	if m, _ := l.member(player); l.Host != player && !m.Cohost {
		return ErrNotHost
	}
	s.hub.clearChat(l.Code)
	return nil
}

// Said returns the last lines that these players have said in a lobby, oldest first.
func (s *Service) Said(code string, players ...string) []Line {
	return s.hub.said(Normalize(code), players)
}

// Forget removes what a player has said, in all lobbies that this node serves.
func (s *Service) Forget(player string) { s.hub.forgetLines(player) }

// FollowChat opens a page that shows the lobby's chat in a room; see Hub.FollowChat.
func (s *Service) FollowChat(ctx context.Context, code, player string) (<-chan Event, error) {
	return s.hub.FollowChat(ctx, Normalize(code), player)
}

// chat returns the chat of a lobby, and creates it if needed. The caller holds mu.
func (h *Hub) chat(code string) *chat {
	c, ok := h.chats[code]
	if !ok {
		c = newChat()
		c.left = time.Now()
		h.chats[code] = c
	}
	return c
}

// say adds a line to the chat of a lobby.
func (h *Hub) say(code string, l Line) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.chat(code)
	if !c.pace.Allow() {
		return ErrTooFast
	}
	c.say(l)
	h.tellChat(code)
	return nil
}

// clearChat removes all lines of a lobby's chat.
func (h *Hub) clearChat(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c, ok := h.chats[code]; ok && len(c.lines) > 0 {
		c.lines = nil
		c.version++
		h.tellChat(code)
	}
}

func (h *Hub) forgetLines(player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for code, c := range h.chats {
		if c.forget(player) {
			h.tellChat(code)
		}
	}
}

func (h *Hub) said(code string, players []string) (said []Line) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c, ok := h.chats[code]
	if !ok {
		return nil
	}
	for _, l := range c.lines {
		if slices.Contains(players, l.Player) {
			said = append(said, l)
		}
	}
	return said[max(0, len(said)-maxSaid):]
}

// tellChat wakes the pages that show a lobby's chat. The caller holds mu.
func (h *Hub) tellChat(code string) {
	if w, ok := h.watches[code]; ok {
		for f := range w.followers {
			if f.showsChat() {
				f.nudge()
			}
		}
	}
}

// forgetOldChats removes the chats of lobbies that nobody has been in for as long as an
// empty lobby stays open.
func (h *Hub) forgetOldChats() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for code, c := range h.chats {
		if h.watches[code] == nil && time.Since(c.left) >= emptyFor {
			delete(h.chats, code)
		}
	}
}

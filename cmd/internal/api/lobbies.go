package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
)

// Lobby is a place with a shareable link where players gather and are matched.
type Lobby struct {
	Code     string      `json:"code" doc:"Three friendly words that can be said aloud." example:"plum-kite-otter"`
	Link     string      `json:"link" format:"uri" doc:"The link to share." example:"https://tandem.example/l/plum-kite-otter"`
	Host     string      `json:"host" doc:"The id of the player who leads the lobby." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Settings Settings    `json:"settings"`
	Rules    Rules       `json:"rules"`
	Members  []Member    `json:"members" nullable:"false" doc:"Who is in the lobby, in the order they came."`
	Games    []LobbyGame `json:"games" nullable:"false" maxItems:"100" doc:"The lobby's wall: its latest games, the newest first."`

	FreeNames   []string     `json:"free_names,omitempty" nullable:"false" maxItems:"200" doc:"For who isn't in it, where names are offered: those that nobody in it has." example:"[\"Ada\"]"`
	Invitations []Invitation `json:"invitations,omitempty" nullable:"false" doc:"Yours: whom you ask to draw with you, and who asks you."`
}

// Rules are how a lobby itself is kept.
type Rules struct {
	Name     string `json:"name" maxLength:"40" doc:"What the lobby is called; empty: nothing but its code." example:"Class 4b"`
	Pairing  string `json:"pairing" enum:"as_they_come,everyone,pick" doc:"How pairs are made. as_they_come: two who are ready, at once; everyone: all who are ready in one wave, when all are, or all who are there when the host says so, and nobody twice with the same partner until all have met; pick: members invite each other."`
	Capacity int    `json:"capacity" minimum:"2" maximum:"200" doc:"How many members it takes." example:"200"`
	Locked   bool   `json:"locked" doc:"Nobody new comes in."`
	Public   bool   `json:"public" doc:"It is listed for everybody, as long as somebody is in it."`

	NamesOnly bool     `json:"names_only" doc:"Nobody new comes in but who has one of the names that the host has written down."`
	Names     []string `json:"names,omitempty" nullable:"false" maxItems:"200" doc:"Those names; for host and co-hosts only." example:"[\"Mila\",\"Jonas\"]"`

	OfferNames bool `json:"offer_names" doc:"With names_only: whoever is about to come in sees the names that are free, and picks one."`

	ChatInRooms bool `json:"chat_in_rooms" doc:"Members may chat during games, too. A lobby that is listed for everybody has no chat."`
}

// RulesChange has only the fields to change.
type RulesChange struct {
	Name     *string `json:"name,omitempty" maxLength:"40" doc:"What the lobby is called." example:"Class 4b"`
	Pairing  *string `json:"pairing,omitempty" enum:"as_they_come,everyone,pick" doc:"How pairs are made."`
	Capacity *int    `json:"capacity,omitempty" minimum:"2" maximum:"200" doc:"How many members it takes; who is in stays in." example:"30"`
	Locked   *bool   `json:"locked,omitempty" doc:"Nobody new comes in."`
	Public   *bool   `json:"public,omitempty" doc:"It is listed for everybody."`

	NamesOnly  *bool `json:"names_only,omitempty" doc:"Nobody new comes in but who has one of the names."`
	OfferNames *bool `json:"offer_names,omitempty" doc:"Whoever is about to come in sees the names that are free, and picks one."`

	ChatInRooms *bool `json:"chat_in_rooms,omitempty" doc:"Members may chat during games, too. It counts at once, also for games that are on."`

	Names *[]string `json:"names,omitempty" maxItems:"200" doc:"The names, all of them: what is left out is not on the list any more. Case doesn't matter. Who is in stays in; who is sent out is taken off the list." example:"[\"Mila\",\"Jonas\"]"`
}

// Invitation is one member's wish to draw with another one.
type Invitation struct {
	From string `json:"from" doc:"The id of the member who asks." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	To   string `json:"to" doc:"The id of the member who is asked." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
}

// ListedLobby is a public lobby, as shown to players who look for one.
type ListedLobby struct {
	Code     string   `json:"code" example:"plum-kite-otter"`
	Link     string   `json:"link" format:"uri" example:"https://tandem.example/l/plum-kite-otter"`
	Members  int      `json:"members" doc:"How many are in it." example:"7"`
	Playing  int      `json:"playing" doc:"How many players its live games have." example:"4"`
	Rules    Rules    `json:"rules"`
	Settings Settings `json:"settings"`
}

// Settings are how the games of a lobby are played.
type Settings struct {
	RoundSeconds int    `json:"round_seconds" minimum:"10" maximum:"120" doc:"How long a round lasts." example:"30"`
	Rounds       int    `json:"rounds" minimum:"3" maximum:"10" doc:"How many rounds a game has." example:"6"`
	Theme        string `json:"theme" maxLength:"60" doc:"What the prompts are about; empty: a surprise." example:"under the sea"`
	Language     string `json:"language" doc:"The language of the prompts, as a BCP 47 tag." example:"en"`
	Difficulty   string `json:"difficulty" enum:"easy,normal,wild" doc:"How hard the prompts are to draw." example:"normal"`
	OwnSet       string `json:"own_set,omitempty" doc:"The id of a prompt set that the host wrote: each pair is dealt it once." example:"5T2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	OwnSetTitle  string `json:"own_set_title,omitempty" doc:"The title of that set." example:"Grandpa's shed"`
}

// SettingsChange has only the fields to change.
type SettingsChange struct {
	RoundSeconds *int    `json:"round_seconds,omitempty" minimum:"10" maximum:"120" doc:"How long a round lasts; 30 unless told." example:"30"`
	Rounds       *int    `json:"rounds,omitempty" minimum:"3" maximum:"10" doc:"How many rounds a game has; 6 unless told." example:"6"`
	Theme        *string `json:"theme,omitempty" maxLength:"60" doc:"What the prompts are about; empty: a surprise." example:"under the sea"`
	Language     *string `json:"language,omitempty" maxLength:"35" pattern:"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" patternDescription:"BCP 47 language tag" doc:"The language of the prompts, as a BCP 47 tag; en unless told." example:"en"`
	Difficulty   *string `json:"difficulty,omitempty" enum:"easy,normal,wild" doc:"How hard the prompts are to draw; normal unless told." example:"normal"`
	OwnSet       *string `json:"own_set,omitempty" maxLength:"26" doc:"The id of a prompt set of your own (createPromptSet), which each pair is dealt once; empty: none." example:"5T2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
}

// Member is a player in a lobby.
type Member struct {
	ID   string `json:"id" doc:"The player's id." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Name string `json:"name" example:"Mila"`
	Host bool   `json:"host" doc:"Whether this is the lobby's host."`

	Cohost bool   `json:"cohost,omitempty" doc:"Whether the host has made it a co-host, who may do what the host may but for naming hosts."`
	State  string `json:"state" enum:"here,ready,watching,playing,looking,idle,away" doc:"here: has the page open; ready: waits for a partner; watching: has the page open and only watches; playing: is in a live game; looking: looks at the drawing of a game that it has played in this lobby; idle: has the page open, but nobody looks at it; away: no page is open. Who is idle or away is not matched."`
	Room   string `json:"room,omitempty" doc:"In your own entry, while you are in a live game, of this lobby or not: its room." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Waits  string `json:"waits,omitempty" doc:"In your own entry, while you wait elsewhere: the code of the lobby where you are ready, or quick for quick play. To be ready here ends that." example:"quick"`
}

// LobbyGame is one picture on a lobby's wall.
type LobbyGame struct {
	ID        string    `json:"id" example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Names     []string  `json:"names" nullable:"false" minItems:"2" maxItems:"2" doc:"The players of seat 1 and seat 2." example:"[\"Mila\",\"Jonas\"]"`
	State     string    `json:"state" enum:"live,finished,ended_early,abandoned" doc:"How the game stands."`
	StartedAt time.Time `json:"started_at" doc:"When its first round began; until then, when its players were matched." example:"2026-05-01T18:30:04Z"`
	DueAt     time.Time `json:"due_at,omitzero" doc:"While it is live: when it ends, if no round is cut short and nobody is away." example:"2026-05-01T18:33:04Z"`
	Paper     string    `json:"paper,omitempty" doc:"The colour of the paper; absent until the prompts are dealt." example:"#FFF3CF"`
}

// CodePath is the lobby that a path names. It is exported like the other paths, because
// huma ignores embedded types that are not.
type CodePath struct {
	Code string `path:"code" maxLength:"64" doc:"The lobby's code." example:"plum-kite-otter"`
}

// CreateLobby is the body of createLobby, if it has one.
type CreateLobby struct {
	Settings SettingsChange `json:"settings,omitzero"`
	Rules    *RulesChange   `json:"rules,omitempty"`
}

// ChangeLobby is the body of changeLobby.
type ChangeLobby struct {
	Settings *SettingsChange `json:"settings,omitempty"`
	Rules    *RulesChange    `json:"rules,omitempty"`
}

// SetReady is the body of setReady.
type SetReady struct {
	Ready bool `json:"ready" doc:"true: match me with a partner; false: not any more."`
}

// SetWatching is the body of setWatching.
type SetWatching struct {
	Watching bool `json:"watching" doc:"true: I only watch; false: I play, too."`
}

type (
	listLobbiesInput struct {
		Public bool `query:"public" required:"true" enum:"true" doc:"Only public lobbies are listed."`
	}
	listLobbiesOutput struct {
		Body struct {
			Lobbies []ListedLobby `json:"lobbies" nullable:"false" maxItems:"50" doc:"The fullest first."`
		}
	}
	createLobbyInput struct{ Body *CreateLobby }
	changeLobbyInput struct {
		CodePath
		Body ChangeLobby
	}
	setReadyInput struct {
		CodePath
		Body SetReady
	}
	setWatchingInput struct {
		CodePath
		Body SetWatching
	}
	lobbyOutput struct {
		Body Lobby
	}
	createLobbyOutput struct {
		Location string `header:"Location" doc:"The new lobby in this API."`
		Body     Lobby
	}
)

func (a *API) registerLobbies() {
	register(a, huma.Operation{
		OperationID: "listLobbies",
		Method:      http.MethodGet,
		Path:        "/api/lobbies",
		Tags:        []string{tagLobbies},
		Summary:     "Public lobbies",
		Description: "Those whose hosts want it, that somebody is in, and that anybody may come into.",
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listLobbies)
	register(a, huma.Operation{
		OperationID:   "createLobby",
		Method:        http.MethodPost,
		Path:          "/api/lobbies",
		DefaultStatus: http.StatusCreated,
		Tags:          []string{tagLobbies},
		Summary:       "Open a lobby",
		Description:   "Opens a lobby with you as its host and first member. What the settings leave out is as usual.",
		Security:      needsSession,
		Errors:        []int{http.StatusTooManyRequests},
	}, a.createLobby)
	register(a, huma.Operation{
		OperationID: "getLobby",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}",
		Tags:        []string{tagLobbies},
		Summary:     "A lobby",
		Description: "Anybody who knows the code may look; a session is needed only to come in. Case, spaces and " +
			"one typo are forgiven, if only one open lobby is that near: its own code is in the answer.",
		Errors: []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.getLobby)
	register(a, huma.Operation{
		OperationID: "changeLobby",
		Method:      http.MethodPatch,
		Path:        "/api/lobbies/{code}",
		Tags:        []string{tagLobbies},
		Summary:     "Change a lobby's settings and rules",
		Description: "For the host and co-hosts. Games that have begun keep the settings they began with.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.changeLobby)
	register(a, huma.Operation{
		OperationID: "joinLobby",
		Method:      http.MethodPost,
		Path:        "/api/lobbies/{code}/members",
		Tags:        []string{tagLobbies},
		Summary:     "Come into a lobby",
		Description: fmt.Sprintf("Makes you a member. A member who comes again stays one. A lobby takes %d, or fewer by its rules. The code is read as in getLobby.", lobby.MaxMembers),
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.joinLobby)
	register(a, huma.Operation{
		OperationID: "leaveLobby",
		Method:      http.MethodDelete,
		Path:        "/api/lobbies/{code}/members/me",
		Tags:        []string{tagLobbies},
		Summary:     "Leave a lobby",
		Description: "You are no member any more and wait for no partner. A game you are in goes on.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.leaveLobby)
	register(a, huma.Operation{
		OperationID: "setReady",
		Method:      http.MethodPut,
		Path:        "/api/lobbies/{code}/members/me/ready",
		Tags:        []string{tagLobbies},
		Summary:     "Say that you are ready, or not",
		Description: "Ready members are matched by the lobby's rules: as they come, two at once, and a third waits " +
			"for a fourth. Both hear *matched* on their event stream, and their entry in the lobby names the room.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound, http.StatusGone, http.StatusConflict, http.StatusTooManyRequests},
	}, a.setReady)
	register(a, huma.Operation{
		OperationID: "setWatching",
		Method:      http.MethodPut,
		Path:        "/api/lobbies/{code}/members/me/watching",
		Tags:        []string{tagLobbies},
		Summary:     "Say that you only watch, or not",
		Description: "A wave doesn't wait for who only watches, and doesn't pair them. To be ready ends it.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.setWatching)
}

func (a *API) listLobbies(ctx context.Context, _ *listLobbiesInput) (*listLobbiesOutput, error) {
	listed, err := a.Lobbies.Public(ctx)
	if err != nil {
		return nil, err
	}
	out := &listLobbiesOutput{}
	out.Body.Lobbies = make([]ListedLobby, len(listed))
	for i, l := range listed {
		out.Body.Lobbies[i] = ListedLobby{
			Code: l.Code, Link: visitOf(ctx).link("/l/" + l.Code), Members: l.Members, Playing: l.Playing,
			Rules: rulesOf(l.Rules), Settings: settingsOf(l.Settings),
		}
	}
	return out, nil
}

func (a *API) createLobby(ctx context.Context, in *createLobbyInput) (*createLobbyOutput, error) {
	v := visitOf(ctx)
	if in.Body != nil && in.Body.Rules != nil {
		if err := in.Body.Rules.over(lobby.DefaultRules()).Clean().Validate(lobby.DefaultRules()); err != nil {
			return nil, err // check this before opening a lobby
		}
	}
	if !a.creations.Take(v.client) {
		return nil, problem.New(problem.TooMany, "Too many lobbies were opened from your address. Wait a minute.")
	}
	settings := lobby.DefaultSettings()
	if in.Body != nil {
		settings = in.Body.Settings.over(settings)
	}
	l, err := a.Lobbies.Open(ctx, v.player.ID, settings)
	if err == nil && in.Body != nil && in.Body.Rules != nil {
		l, err = a.Lobbies.ChangeRules(ctx, l.Code, v.player.ID, in.Body.Rules.over)
	}
	if err != nil {
		return nil, err
	}
	return &createLobbyOutput{Location: a.base.path("/api/lobbies/" + l.Code), Body: lobbyFor(v, l)}, nil
}

func (a *API) getLobby(ctx context.Context, in *CodePath) (*lobbyOutput, error) {
	v, err := a.visitor(ctx)
	if err != nil {
		return nil, err
	}
	var free []string
	out, err := a.answerLobby(withVisit(ctx, v), in.Code, func() (lobby.Lobby, error) {
		l, err := a.Lobbies.Lobby(ctx, in.Code)
		if !slices.ContainsFunc(l.Members, func(m lobby.Member) bool { return m.Player == v.playerID() }) {
			free = l.Rules.FreeNames(l.Members)
		}
		return l, err
	})
	if err != nil {
		return nil, err
	}
	out.Body.FreeNames = free
	return out, nil
}

func (a *API) changeLobby(ctx context.Context, in *changeLobbyInput) (*lobbyOutput, error) {
	return a.answerLobby(ctx, in.Code, func() (lobby.Lobby, error) {
		l, err := a.Lobbies.Lobby(ctx, in.Code)
		if err == nil && in.Body.Rules != nil {
			if err := in.Body.Rules.over(l.Rules).Clean().Validate(l.Rules); err != nil {
				return l, err // check this before changing the settings
			}
		}
		if err == nil && in.Body.Settings != nil {
			if theme := in.Body.Settings.Theme; theme != nil && *theme != l.Settings.Theme && !a.words.Take(visitOf(ctx).client) {
				return l, problem.New(problem.TooMany, "Too many themes came from your address. Wait a little.")
			}
			l, err = a.Lobbies.Change(ctx, l.Code, visitOf(ctx).player.ID, in.Body.Settings.over(l.Settings))
		}
		if err == nil && in.Body.Rules != nil {
			l, err = a.Lobbies.ChangeRules(ctx, l.Code, visitOf(ctx).player.ID, in.Body.Rules.over)
		}
		return l, err
	})
}

func (a *API) joinLobby(ctx context.Context, in *CodePath) (*lobbyOutput, error) {
	return a.answerLobby(ctx, in.Code, func() (lobby.Lobby, error) {
		l, err := a.Lobbies.Join(ctx, in.Code, visitOf(ctx).player.ID)
		a.countJoin(ctx, err)
		return l, err
	})
}

func (a *API) leaveLobby(ctx context.Context, in *CodePath) (*struct{}, error) {
	return nil, a.byCode(ctx, in.Code, func() error {
		return a.Lobbies.Leave(ctx, in.Code, visitOf(ctx).player.ID)
	})
}

func (a *API) setReady(ctx context.Context, in *setReadyInput) (*lobbyOutput, error) {
	if in.Body.Ready {
		if err := a.takeReadiness(ctx); err != nil {
			return nil, err
		}
	}
	return a.answerLobby(ctx, in.Code, func() (lobby.Lobby, error) {
		return a.Lobbies.SetReady(ctx, in.Code, visitOf(ctx).player.ID, in.Body.Ready)
	})
}

func (a *API) setWatching(ctx context.Context, in *setWatchingInput) (*lobbyOutput, error) {
	return a.answerLobby(ctx, in.Code, func() (lobby.Lobby, error) {
		return a.Lobbies.SetWatching(ctx, in.Code, visitOf(ctx).player.ID, in.Body.Watching)
	})
}

// takeReadiness limits how often a player becomes ready. Stopping is always allowed,
// because a player who couldn't stop would be matched.
func (a *API) takeReadiness(ctx context.Context) error {
	if !a.readiness.Take(visitOf(ctx).player.ID) {
		return problem.New(problem.TooMany, "You have been ready very often. Wait a little.")
	}
	return nil
}

// answerLobby answers with the lobby that do returns.
func (a *API) answerLobby(ctx context.Context, code string, do func() (lobby.Lobby, error)) (*lobbyOutput, error) {
	var l lobby.Lobby
	err := a.byCode(ctx, code, func() (err error) {
		l, err = do()
		return err
	})
	if err != nil {
		return nil, err
	}
	return &lobbyOutput{Body: lobbyFor(visitOf(ctx), l)}, nil
}

// byCode runs an action that names a lobby by its code. It counts wrong codes by address,
// because they might be guesses. A member knows the code, and isn't affected by others who
// guess from the same address.
func (a *API) byCode(ctx context.Context, code string, do func() error) error {
	v := visitOf(ctx)
	end, ok := a.codeTries.Try(ctx, v.client)
	if !ok {
		member, err := a.isMember(ctx, code, v.player)
		switch {
		case err != nil:
			return err
		case !member:
			return problem.New(problem.TooMany, "Too many codes from your address were wrong. Wait a minute.")
		}
		return do()
	}
	var err error
	defer func() { end(errors.Is(err, lobby.ErrNotFound)) }()
	err = do()
	return err
}

func (a *API) isMember(ctx context.Context, code string, p *Player) (bool, error) {
	if p == nil {
		return false, nil
	}
	return a.Lobbies.IsMember(ctx, code, p.ID)
}

// over returns the settings with the change applied. Package lobby checks the limits.
func (c SettingsChange) over(s lobby.Settings) lobby.Settings {
	set(&s.RoundSeconds, c.RoundSeconds)
	set(&s.Rounds, c.Rounds)
	set(&s.Theme, c.Theme)
	set(&s.Language, c.Language)
	set(&s.Difficulty, (*prompts.Difficulty)(c.Difficulty))
	set(&s.OwnSet, c.OwnSet)
	return s
}

// over returns the rules with the change applied.
func (c RulesChange) over(r lobby.Rules) lobby.Rules {
	set(&r.Name, c.Name)
	set(&r.Capacity, c.Capacity)
	set(&r.Locked, c.Locked)
	set(&r.Public, c.Public)
	set(&r.NamesOnly, c.NamesOnly)
	set(&r.Names, c.Names)
	set(&r.OfferNames, c.OfferNames)
	set(&r.ChatInRooms, c.ChatInRooms)
	if c.Pairing != nil {
		r.Pairing = lobby.Pairing(*c.Pairing)
	}
	return r
}

// set sets a value to what was said, if anything was.
func set[T any](value, said *T) {
	if said != nil {
		*value = *said
	}
}

// lobbyFor returns a lobby as a visitor sees it. Only the player learns which room they are
// in, and only host and co-hosts see the known names.
func lobbyFor(v visit, l lobby.Lobby) Lobby {
	out := Lobby{
		Code:     l.Code,
		Link:     v.link("/l/" + l.Code),
		Host:     l.Host,
		Settings: settingsOf(l.Settings),
		Rules:    rulesOf(l.Rules),
		Members:  make([]Member, len(l.Members)),
		Games:    make([]LobbyGame, len(l.Games)),
	}
	out.Settings.OwnSetTitle = l.OwnSetTitle
	for i, m := range l.Members {
		out.Members[i] = Member{ID: m.Player, Name: m.Name, Host: m.Player == l.Host, Cohost: m.Cohost, State: string(m.State)}
		if v.player != nil && v.player.ID == m.Player {
			out.Members[i].Room, out.Members[i].Waits = m.Room, m.Waits
			if m.Cohost || m.Player == l.Host {
				out.Rules.Names = l.Rules.Names
			}
		}
	}
	for i, g := range l.Games {
		out.Games[i] = LobbyGame{ID: g.ID, Names: g.Names[:], State: g.State, StartedAt: g.StartedAt, DueAt: g.DueAt(), Paper: g.Paper}
	}
	for _, i := range l.Invited {
		if v.player != nil && (v.player.ID == i.Inviter || v.player.ID == i.Invitee) {
			out.Invitations = append(out.Invitations, Invitation{From: i.Inviter, To: i.Invitee})
		}
	}
	return out
}

func settingsOf(s lobby.Settings) Settings {
	return Settings{
		RoundSeconds: s.RoundSeconds,
		Rounds:       s.Rounds,
		Theme:        s.Theme,
		Language:     s.Language,
		Difficulty:   string(s.Difficulty),
		OwnSet:       s.OwnSet,
	}
}

func rulesOf(r lobby.Rules) Rules {
	return Rules{
		Name: r.Name, Pairing: string(r.Pairing), Capacity: r.Capacity, Locked: r.Locked, Public: r.Public,
		NamesOnly: r.NamesOnly, OfferNames: r.OfferNames, ChatInRooms: r.ChatInRooms,
	}
}

package prompts

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// memoryStore is a Store in memory, with the rules of the one in Postgres.
type memoryStore struct {
	mu       sync.Mutex
	sets     map[string]Set
	met      map[string]map[string]time.Time // by player and key
	disabled map[string]bool
	disliked map[string]int
	shelves  map[Shelf]*memoryShelf
	today    Usage
	err      error // the error of every call
}

type memoryShelf struct {
	Claim
	games  int
	ready  []string // IDs
	leased string
	until  time.Time
}

func newMemoryStore() *memoryStore {
	return &memoryStore{
		sets: map[string]Set{}, met: map[string]map[string]time.Time{}, disabled: map[string]bool{}, disliked: map[string]int{}, shelves: map[Shelf]*memoryShelf{},
	}
}

func (k *memoryStore) do(ctx context.Context, f func()) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return k.err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	f()
	return nil
}

func (k *memoryStore) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, ok := k.sets[id]
	return ok
}

func (k *memoryStore) shelf(s Shelf) memoryShelf {
	k.mu.Lock()
	defer k.mu.Unlock()
	if shelf := k.shelves[s]; shelf != nil {
		return *shelf
	}
	return memoryShelf{}
}

func (k *memoryStore) SavePromptSets(ctx context.Context, sets []Set) error {
	return k.do(ctx, func() {
		for _, s := range sets {
			if _, kept := k.sets[s.ID]; !kept {
				k.sets[s.ID] = s
			}
		}
	})
}

func (k *memoryStore) knows(players [2]string, key string) bool {
	for _, p := range players {
		if _, met := k.met[p][key]; met {
			return true
		}
	}
	return false
}

func (k *memoryStore) meet(players [2]string, key string) {
	for _, p := range players {
		if p != "" {
			if k.met[p] == nil {
				k.met[p] = map[string]time.Time{}
			}
			k.met[p][key] = time.Now()
		}
	}
}

func (k *memoryStore) TakeReady(ctx context.Context, s Shelf, players [2]string) (set Set, ok bool, err error) {
	err = k.do(ctx, func() {
		shelf := k.shelves[s]
		if shelf == nil {
			return
		}
		at := slices.IndexFunc(shelf.ready, func(id string) bool { return !k.knows(players, k.sets[id].Key) })
		if at < 0 {
			return
		}
		set, ok = k.sets[shelf.ready[at]], true
		shelf.ready = slices.Delete(shelf.ready, at, at+1)
		k.meet(players, set.Key)
	})
	return set, ok, err
}

func (k *memoryStore) Meet(ctx context.Context, id string, players [2]string) (ok bool, err error) {
	err = k.do(ctx, func() {
		set, kept := k.sets[id]
		if ok = kept && !k.knows(players, set.Key); ok {
			k.meet(players, set.Key)
		}
	})
	return ok, err
}

func (k *memoryStore) MeetAgain(ctx context.Context, id string, players [2]string) error {
	return k.do(ctx, func() { k.meet(players, k.sets[id].Key) })
}

func (k *memoryStore) Met(ctx context.Context, players [2]string) (met Met, err error) {
	err = k.do(ctx, func() {
		met = Met{At: map[string]time.Time{}, Disabled: maps.Clone(k.disabled), Disliked: maps.Clone(k.disliked)}
		for _, p := range players {
			for key, at := range k.met[p] {
				if at.After(met.At[key]) {
					met.At[key] = at
				}
			}
		}
	})
	return met, err
}

func (k *memoryStore) OwnSet(ctx context.Context, id string) (set Set, err error) {
	var kept bool
	err = k.do(ctx, func() { set, kept = k.sets[id] })
	if err == nil && (!kept || set.Source != FromHost) {
		err = ErrNoSet
	}
	return set, err
}

func (k *memoryStore) SaveOwnSet(ctx context.Context, set Set) error {
	var err error
	failed := k.do(ctx, func() {
		used := 0
		for _, s := range k.sets {
			if s.Owner == set.Owner && s.Source == FromHost {
				used++
			}
		}
		if used >= MaxOwnSets {
			err = ErrTooManySets
			return
		}
		k.sets[set.ID] = set
	})
	return cmp.Or(failed, err)
}

func (k *memoryStore) WantReady(ctx context.Context, demands []Demand) error {
	return k.do(ctx, func() {
		for _, d := range demands {
			if k.shelves[d.Shelf] == nil {
				k.shelves[d.Shelf] = &memoryShelf{}
			}
			s := k.shelves[d.Shelf]
			s.Claim = Claim{Shelf: d.Shelf, OwnWords: d.OwnWords, Seconds: d.Seconds}
			s.games = max(s.games+d.Games, 1)
		}
	})
}

func (k *memoryStore) ClaimShelf(ctx context.Context, maker string, lease time.Duration) (c Claim, ok bool, err error) {
	err = k.do(ctx, func() {
		lacks := func(s *memoryShelf) int { return (s.games+1)/2 - len(s.ready) }
		free := slices.DeleteFunc(slices.Collect(maps.Values(k.shelves)), func(s *memoryShelf) bool {
			return time.Now().Before(s.until) || lacks(s) <= 0
		})
		if len(free) == 0 {
			return
		}
		s := slices.MaxFunc(free, func(a, b *memoryShelf) int { return cmp.Compare(lacks(a), lacks(b)) })
		s.leased, s.until = maker, time.Now().Add(lease)
		c, ok = s.Claim, true
		c.Lacks = lacks(s)
	})
	return c, ok, err
}

func (k *memoryStore) Shelve(ctx context.Context, s Shelf, set Set) error {
	return k.do(ctx, func() {
		k.sets[set.ID] = set
		k.shelves[s].ready = append(k.shelves[s].ready, set.ID)
	})
}

func (k *memoryStore) ReleaseShelf(ctx context.Context, maker string, s Shelf, rest time.Duration) error {
	return k.do(ctx, func() {
		if shelf := k.shelves[s]; shelf.leased == maker {
			shelf.leased, shelf.until = "", time.Now().Add(rest)
		}
	})
}

func (k *memoryStore) Spend(ctx context.Context, u Usage, within Budget) (today Usage, ok bool, err error) {
	err = k.do(ctx, func() {
		over := within.Calls > 0 && k.today.Calls+u.Calls > within.Calls ||
			within.CostMicros > 0 && k.today.CostMicros >= within.CostMicros
		if ok = !over; ok {
			k.today = k.today.Plus(u)
		}
		today = k.today
	})
	return today, ok, err
}

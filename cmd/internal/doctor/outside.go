package doctor

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"
)

// eventWithin is how long the first event of a stream may take, which is sent at once.
const eventWithin = 5 * time.Second

// Outside asks a running Tandem as a browser does that has opened it at URL.
type Outside struct {
	URL         *url.URL
	Client      *http.Client     // nil: one that trusts what the system trusts
	Now         func() time.Time // nil: time.Now
	EventWithin time.Duration    // 0: eventWithin
}

// Check returns the findings, at most until something prevents the others.
func (o Outside) Check(ctx context.Context) []Finding {
	o.Client = cmp.Or(o.Client, http.DefaultClient)
	o.EventWithin = cmp.Or(o.EventWithin, eventWithin)
	if o.Now == nil {
		o.Now = time.Now
	}
	reached, found := o.reach(ctx)
	if found.State == Wrong {
		return []Finding{found}
	}
	v := &visit{Outside: o, at: reached}
	all := []Finding{found}
	all = append(all, v.clock(), v.ready(ctx))
	all = append(all, v.connection(ctx)...)
	all = append(all, v.cookie(ctx)...)
	if v.session != nil {
		all = append(all, v.events(ctx))
		defer v.leave(context.WithoutCancel(ctx))
	}
	return append(all, v.socket(ctx))
}

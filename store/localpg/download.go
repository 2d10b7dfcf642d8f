//go:build unix

package localpg

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// What can be wrong with a download, but for the network.
var (
	errSilent = errors.New("the registry sends nothing")
	errLonger = errors.New("the registry sends more than the package has")
	errForged = errors.New("the registry sends a package with another checksum")
)

// silence is how long a registry may send nothing, however long the whole takes.
const silence = 30 * time.Second

// download writes the parcel's tarball to a file and says whether it is the right one,
// to the byte. Never more than its size is read. errSilent, errLonger, errForged.
func download(ctx context.Context, client *http.Client, from *url.URL, p parcel, to io.Writer) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	patience := time.AfterFunc(silence, func() { cancel(errSilent) })
	defer patience.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, from.JoinPath(p.path()).String(), nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return whyCancelled(ctx, err)
	}
	defer resp.Body.Close()
	patience.Reset(silence)
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", from.Host, resp.Status)
	}
	hash := sha512.New()
	body := io.TeeReader(&heard{resp.Body, patience}, hash)
	switch n, err := io.Copy(to, io.LimitReader(body, p.size+1)); {
	case err != nil:
		return fmt.Errorf("after %s of %s: %w", megabytes(n), megabytes(p.size), whyCancelled(ctx, err))
	case n > p.size:
		return fmt.Errorf("%w: %d bytes", errLonger, p.size)
	case base64.StdEncoding.EncodeToString(hash.Sum(nil)) != p.sha512:
		return fmt.Errorf("%w: got %d of %d bytes and not the sha512 %s", errForged, n, p.size, p.sha512)
	}
	return nil
}

// whyCancelled is the error, or what made it if this was given up.
func whyCancelled(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// heard puts the end of patience off with everything that is read.
type heard struct {
	from     io.Reader
	patience *time.Timer
}

func (h *heard) Read(b []byte) (int, error) {
	n, err := h.from.Read(b)
	if n > 0 {
		h.patience.Reset(silence)
	}
	return n, err
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// AdminNode is a process that serves this Tandem.
type AdminNode struct {
	ID        string    `json:"id" doc:"Where it runs: its machine and the address that it listens on." example:"web-1 [::]:8080 3f9a01c2"`
	Address   string    `json:"address,omitempty" doc:"Where the other nodes reach it; absent: it can only be alone." example:"10.0.0.5:7000"`
	Version   string    `json:"version" example:"v0.2.0"`
	State     string    `json:"state" enum:"active,draining,silent" doc:"draining: it hands its games over and leaves; silent: it hasn't renewed its lease, and is removed soon unless it does."`
	StartedAt time.Time `json:"started_at" doc:"When it joined." example:"2026-05-01T18:30:00Z"`
	Rooms     int       `json:"rooms" doc:"How many games it serves now." example:"17"`
}

// AdminNodes are all nodes.
type AdminNodes struct {
	Nodes []AdminNode `json:"nodes" nullable:"false" doc:"In the order in which they joined."`
}

type adminNodesOutput struct {
	Body AdminNodes
}

func (a *API) registerAdminNodes() {
	register(a, huma.Operation{
		OperationID: "listAdminNodes",
		Method:      http.MethodGet,
		Path:        "/api/admin/nodes",
		Tags:        []string{tagAdmin},
		Summary:     "The processes that serve this Tandem",
		Security:    needsAdmin,
		Errors:      []int{http.StatusTooManyRequests},
	}, a.listAdminNodes)
}

func (a *API) listAdminNodes(ctx context.Context, _ *struct{}) (*adminNodesOutput, error) {
	nodes, err := a.Operator.Nodes(ctx)
	if err != nil {
		return nil, err
	}
	out := &adminNodesOutput{Body: AdminNodes{Nodes: make([]AdminNode, len(nodes))}}
	for i, n := range nodes {
		out.Body.Nodes[i] = AdminNode{ID: n.ID, Address: n.Address, Version: n.Version, State: n.Shown(), StartedAt: n.StartedAt, Rooms: n.Rooms}
	}
	return out, nil
}

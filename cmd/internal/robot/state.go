package robot

// The text frames of a room's socket, as far as a robot reads them. room/doc.go
// describes all of them.
type (
	message struct {
		Type string `json:"type"`

		// welcome
		Epoch   uint32 `json:"epoch"`
		From    uint64 `json:"from"`
		Seq     uint64 `json:"seq"`
		Durable uint64 `json:"durable"`
		You     int    `json:"you"`
		State   state  `json:"state"`
		Earlier []struct {
			Pen uint32 `json:"pen"`
			N   uint32 `json:"n"`
		} `json:"earlier"`

		// refused
		Pen uint32 `json:"pen"`

		// welcome, refused
		N uint32 `json:"n"`
	}

	state struct {
		Phase  string    `json:"phase"`
		Paused *struct{} `json:"paused"`
		Seats  []struct {
			GoOn bool `json:"go_on"`
		} `json:"seats"`
	}
)

// playing reports whether the game clock runs.
func (s state) playing() bool {
	return s.Paused == nil && (s.Phase == "counting_in" || s.Phase == "round")
}

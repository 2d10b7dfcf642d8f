package store_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An operator who goes back to an older Tandem undoes the steps after it.
func TestMigrations_EachCanBeUndone(t *testing.T) {
	b := setup(t)
	schema := func() []string {
		return b.rows(t, `
		SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns WHERE table_schema = 'public'
		UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
		UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
		ORDER BY 1`)
	}
	steps := b.Migrations()
	if _, err := steps.DownTo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	before := [][]string{schema()}
	for range steps.ListSources() {
		if _, err := steps.UpByOne(t.Context()); err != nil {
			t.Fatal(err)
		}
		before = append(before, schema())
	}
	for _, want := range slices.Backward(before[:len(before)-1]) {
		step, err := steps.Down(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, schema()); d != "" {
			t.Errorf("%s leaves behind, once undone:\n%s", step.Source.Path, d)
		}
	}
}

package api

import (
	"reflect"
	"testing"

	"github.com/tandem-game/tandem/lobby"
)

func TestSettings_EachCanBeChangedAndIsTold(t *testing.T) {
	changed := full[SettingsChange](t).over(lobby.Settings{})
	allSet(t, changed)
	allSet(t, settingsOf(changed), "OwnSetTitle") // which lobbyFor adds
}

func TestRules_EachCanBeChangedAndIsTold(t *testing.T) {
	changed := full[RulesChange](t).over(lobby.Rules{})
	allSet(t, changed)
	allSet(t, rulesOf(changed), "Names") // which lobbyFor tells the hosts
}

// full returns a change of every field.
func full[T any](t *testing.T) (change T) {
	t.Helper()
	fields := reflect.ValueOf(&change).Elem()
	for i := range fields.NumField() {
		said := reflect.New(fields.Type().Field(i).Type.Elem())
		switch said.Elem().Kind() {
		case reflect.Int:
			said.Elem().SetInt(7)
		case reflect.Bool:
			said.Elem().SetBool(true)
		case reflect.String:
			said.Elem().SetString("said")
		case reflect.Slice:
			said.Elem().Set(reflect.MakeSlice(said.Elem().Type(), 1, 1))
		default:
			t.Fatalf("no value for %s", fields.Type().Field(i).Name)
		}
		fields.Field(i).Set(said)
	}
	return change
}

// allSet reports the fields that are zero, but for some.
func allSet(t *testing.T, value any, but ...string) {
	t.Helper()
	fields := reflect.ValueOf(value)
	for i := range fields.NumField() {
		if name := fields.Type().Field(i).Name; fields.Field(i).IsZero() && (len(but) == 0 || but[0] != name) {
			t.Errorf("%T leaves %s out", value, name)
		}
	}
}

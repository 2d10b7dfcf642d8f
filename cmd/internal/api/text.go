package api

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// checkTexts refuses a request with a text that Postgres can't store: one that isn't UTF-8
// or contains a zero byte. It checks everything that huma has read of the request, so that
// no operation has to. In a path such a text names nothing: there it is replaced, and the
// operation finds nothing, as for any other wrong name.
func checkTexts(in any) error { return checkValue(reflect.ValueOf(in), "") }

func checkValue(v reflect.Value, location string) error {
	switch v.Kind() {
	case reflect.String:
		if !isText(v.String()) {
			return problem.InvalidField(location, "must be UTF-8 text without the character U+0000")
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return checkValue(v.Elem(), location)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if err := checkValue(v.Index(i), fmt.Sprintf("%s[%d]", location, i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			if err := cmp.Or(checkValue(key, location), checkValue(value, location)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if err := checkField(v.Type().Field(i), v.Field(i), location); err != nil {
				return err
			}
		}
	default: // not a text
	}
	return nil
}

// checkField checks a field of a request. Like huma, it takes the location from the field's
// tags.
func checkField(field reflect.StructField, v reflect.Value, location string) error {
	tag := func(key string) string {
		name, _, _ := strings.Cut(field.Tag.Get(key), ",")
		return name
	}
	switch {
	case field.Anonymous:
		return checkValue(v, location)
	case !field.IsExported():
		return nil
	case tag("path") != "":
		if v.Kind() == reflect.String && !isText(v.String()) {
			v.SetString(asText(v.String()))
		}
		return nil
	case tag("cleaned") != "":
		return nil // its operation removes what a text can't contain
	case tag("query") != "":
		return checkValue(v, "query."+tag("query"))
	case tag("header") != "":
		return checkValue(v, "header."+tag("header"))
	case location == "" && field.Name == "Body":
		return checkValue(v, "body")
	}
	return checkValue(v, location+"."+cmp.Or(tag("json"), field.Name))
}

// isText reports whether Postgres can store a text.
func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// asText replaces what Postgres can't store in a text.
func asText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

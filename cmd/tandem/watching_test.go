package main

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/store/storetest"
)

// dashboardQueries returns what Grafana asks Prometheus for.
func dashboardQueries(t *testing.T) (all []string) {
	t.Helper()
	var dashboard struct {
		Templating struct {
			List []struct{ Query any }
		}
		Panels []struct {
			Type, Title, Description string
			Targets                  []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(repositoryFile(t, "cmd/tandem/help/dashboard.json")), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, v := range dashboard.Templating.List {
		if q, ok := v.Query.(map[string]any); ok {
			all = append(all, q["query"].(string))
		}
	}
	for _, p := range dashboard.Panels {
		if p.Type != "row" && (len(p.Targets) == 0 || p.Description == "") {
			t.Errorf("the panel %q asks for nothing, or doesn't say what it shows", p.Title)
		}
		for _, target := range p.Targets {
			all = append(all, target.Expr)
		}
	}
	return all
}

func alertNames(t *testing.T) (all []string) {
	t.Helper()
	for _, found := range regexp.MustCompile(`(?m)^ *- alert: (\w+)$`).FindAllStringSubmatch(repositoryFile(t, "cmd/tandem/help/alerts.yaml"), -1) {
		all = append(all, found[1])
	}
	if len(all) == 0 {
		t.Fatal("there are no alerts")
	}
	return all
}

// ofPrometheus are series that Prometheus makes itself.
var ofPrometheus = []string{"up"}

// A panel or an alert of a metric that was renamed shows nothing, for ever.
func TestWatching_EachMetricThatIsAskedForExists(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, storetest.URL(t), 2, withMetrics)
	nodes[0].player(t, "Mila") // so that there are answers to count
	served := nodes[0].metrics(t)

	metric := regexp.MustCompile(`(?:^|[^$\w])((?:tandem|process|go)_[a-z][a-z0-9_]+|up)(?:\{([^}]*)\})?`)
	label := regexp.MustCompile(`(\w+)="([^"$]*)"`)
	asked := append(dashboardQueries(t), repositoryFile(t, "cmd/tandem/help/alerts.yaml"))
	for name, text := range texts(t) {
		if strings.HasPrefix(name, "cmd/tandem/help/") {
			asked = append(asked, text)
		}
	}
	for _, query := range asked {
		for _, found := range metric.FindAllStringSubmatch(query, -1) {
			name, labels := found[1], found[2]
			if slices.Contains(ofPrometheus, name) {
				continue
			}
			series := regexp.MustCompile(`(?m)^`+name+`(_bucket|_count|_sum)?[ {].*$`).FindAllString(served, -1)
			if series == nil {
				t.Errorf("/metrics has no %s", name)
			}
			for _, l := range label.FindAllString(labels, -1) {
				if !strings.HasPrefix(l, "job=") && !slices.ContainsFunc(series, func(s string) bool { return strings.Contains(s, l) }) {
					t.Errorf("/metrics has no %s with %s", name, l)
				}
			}
		}
	}
}

func TestWatching_EachAlertIsInTheRunbook(t *testing.T) {
	alerts := alertNames(t)
	_, section, _ := strings.Cut(repositoryFile(t, "cmd/tandem/help/runbook.md"), "\n## Alerts\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var explained []string
	for _, found := range regexp.MustCompile(`(?m)^### (\w+)$`).FindAllStringSubmatch(section, -1) {
		explained = append(explained, found[1])
	}
	if !slices.Equal(alerts, explained) {
		t.Errorf("alerts are %v\nthe runbook explains %v", alerts, explained)
	}
	rules := repositoryFile(t, "cmd/tandem/help/alerts.yaml")
	for _, alert := range alerts {
		if !strings.Contains(rules, `runbook: "tandem help runbook: `+alert+`"`) {
			t.Errorf("%s doesn't say where it is explained", alert)
		}
	}
}

func TestWatching_AlertsFireWhenTheyShould(t *testing.T) {
	t.Parallel()
	for _, alert := range alertNames(t) {
		if !strings.Contains(repositoryFile(t, "cmd/tandem/testdata/alerts_test.yaml"), `"`+alert+`"`) {
			t.Errorf("no test has %s fire", alert)
		}
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed: the alerts are not tested; apt-get install prometheus")
	}
	for _, args := range [][]string{
		{"check", "rules", "help/alerts.yaml"},
		{"test", "rules", "testdata/alerts_test.yaml"},
	} {
		if out, err := exec.CommandContext(t.Context(), promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

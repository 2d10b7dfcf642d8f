import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import uPlot from "uplot";
import "../page/otherViews";
import "uplot/dist/uPlot.min.css";
import { type AdminDay, api, type Failure } from "../api/client";
import { Segments } from "../design/form/segments";
import { formatDate, formatNumber, t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { AdminNav } from "./adminNav";
import { adminPath } from "./adminPath";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "./admin.css";
import "./statsPage.css";

const spans = ["30", "90", "365"] as const;

const DAY = 86_400_000;
const HEIGHT = 180;

/** The charts. */
const charts = [
  { word: "admin.title", of: (day: AdminDay) => day.games },
  { word: "admin.players", of: (day: AdminDay) => day.players },
  { word: "admin.minutes", of: (day: AdminDay) => day.minutes },
  { word: "admin.strokes", of: (day: AdminDay) => day.strokes },
  { word: "admin.ghosts", of: (day: AdminDay) => day.ghosts },
  { word: "admin.waits", of: (day: AdminDay) => day.wait_ms / 1000 },
  { word: "admin.dollars", of: (day: AdminDay) => day.dollars },
] as const;

/** Daily statistics. */
export default function AdminStats() {
  return signedIn.value ? <Stats /> : <SignInPage />;
}

function Stats() {
  const { query, route } = useLocation();
  const span = spans.find((one) => one === query.days) ?? "30";
  const [days, setDays] = useState<AdminDay[]>();
  const [failure, setFailure] = useState<Failure>();

  const load = useCallback(async () => {
    const to = new Date();
    const from = new Date(to.getTime() - (Number(span) - 1) * DAY);
    const answer = await askAsAdmin(
      api.GET("/api/admin/stats", { params: { query: { from: dayOf(from), to: dayOf(to) } } }),
    );
    setFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) setDays(everyDay(from, to, answer.data.days));
  }, [span]);
  useEffect(() => void load(), [load]);

  if (failure) return <FailurePage failure={failure} retry={load} />;
  return (
    <Page class="admin" title={t("admin.stats")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.stats")}</h1>
        <Segments
          label={t("admin.when")}
          value={span}
          options={spans.map((value) => ({ value, word: t("admin.days", { n: value }) }))}
          onChange={(days) => route(adminPath("stats", { days }))}
        />
      </div>
      {days && (
        <div class="admin-charts">
          {charts.map(({ word, of }) => (
            <Chart key={word} title={t(word)} days={days} values={days.map(of)} />
          ))}
        </div>
      )}
    </Page>
  );
}

interface ChartProps {
  title: string;
  days: readonly AdminDay[];
  values: number[];
}

/** One bar a day; screen readers get the total. */
function Chart({ title, days, values }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colour = (name: string) => () => getComputedStyle(element).getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      stroke: colour("--ink-2"),
      grid: { stroke: colour("--rule"), width: 1 },
      ticks: { show: false },
    };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { range: (_, min, max) => [min - DAY / 2000, max + DAY / 2000] },
          y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
        },
        axes: [
          {
            ...axis,
            size: 30,
            values: (_, ticks) =>
              ticks.map((at) =>
                formatDate(new Date(at * 1000).toISOString(), {
                  day: "numeric",
                  month: "short",
                  timeZone: "UTC",
                }),
              ),
          },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((value) => formatNumber(value)) },
        ],
        series: [
          {},
          {
            stroke: colour("--ink"),
            fill: colour("--sun"),
            width: 1.5,
            paths: uPlot.paths.bars?.({ size: [0.8, 40] }),
            points: { show: false },
          },
        ],
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
      },
      [days.map(({ day }) => Date.parse(day) / 1000), values],
      element,
    );
    const resizeObserver = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    resizeObserver.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const repaint = () => plot.redraw();
    dark.addEventListener("change", repaint);
    return () => {
      dark.removeEventListener("change", repaint);
      resizeObserver.disconnect();
      plot.destroy();
    };
  }, [days, values]);

  const total = values.reduce((sum, value) => sum + value, 0);
  const last = values.length > 0 ? values[values.length - 1] : 0;
  return (
    <figure class="admin-chart">
      <figcaption>
        <h2>{title}</h2>
        <span>
          {t("admin.today")}: {formatNumber(Math.round(last * 100) / 100)}
        </span>
      </figcaption>
      <div
        ref={place}
        role="img"
        aria-label={`${title}: ${formatNumber(Math.round(total * 100) / 100)}`}
      />
    </figure>
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Adds the days without counts. */
function everyDay(from: Date, to: Date, counted: readonly AdminDay[]): AdminDay[] {
  const known = new Map(counted.map((day) => [day.day, day]));
  const days: AdminDay[] = [];
  for (let at = Date.parse(dayOf(from)); at <= to.getTime(); at += DAY) {
    const day = dayOf(new Date(at));
    days.push(
      known.get(day) ?? {
        day,
        games: 0,
        players: 0,
        minutes: 0,
        strokes: 0,
        ghosts: 0,
        waits: 0,
        wait_ms: 0,
        dollars: 0,
      },
    );
  }
  return days;
}

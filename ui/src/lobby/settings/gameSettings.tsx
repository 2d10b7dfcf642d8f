import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Settings } from "../../api/client";
import { Card } from "../../design/card";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { formatLanguage, t } from "../../i18n";
import { SettingControls, SettingFacts } from "./settingRows";
import "./gameSettings.css";

/** Presses within this time are sent as one change, in ms. */
const SEND_DELAY = 350;

interface Props {
  settings: Settings;
  /** The host's name; undefined if this player is the host. */
  host?: string;
  /** Further settings, shown below. */
  children?: ComponentChildren;
  change: (settings: Partial<Settings>) => Promise<void>;
}

/**
 * A lobby's game settings: everyone sees them, the host changes them. Small screens show a summary.
 */
export function GameSettings({ settings, host, children, change }: Props) {
  const [changing, setChanging] = useState(false);
  const { shown, set } = usePendingSettings(settings, change);
  const isHost = host === undefined;
  const rows = isHost ? (
    <SettingControls settings={shown} set={set} />
  ) : (
    <SettingFacts settings={shown} />
  );

  return (
    <Card class="game-settings">
      <div class="game-settings-gist">
        <h2>{t("lobby.summary", { seconds: shown.round_seconds, rounds: shown.rounds })}</h2>
        <p>
          {shown.theme || t("lobby.surpriseTheme")}, {formatLanguage(shown.language)}
        </p>
        {isHost && (
          <Button variant="quiet" icon="pencil" onClick={() => setChanging(true)}>
            {t("common.change")}
          </Button>
        )}
      </div>
      <div class="game-settings-full">
        <header>
          <h2>{t("lobby.game")}</h2>
          <small>{isHost ? t("lobby.youDecide") : t("lobby.hostDecides", { name: host })}</small>
        </header>
        {rows}
        {children}
      </div>
      <Dialog open={changing} title={t("lobby.game")} onClose={() => setChanging(false)}>
        <div class="game-settings-rows">
          {rows}
          {children}
        </div>
        <Button variant="primary" wide onClick={() => setChanging(false)}>
          {t("common.done")}
        </Button>
      </Dialog>
    </Card>
  );
}

/** The settings, including the host's presses that the server has not confirmed. */
function usePendingSettings(settings: Settings, change: Props["change"]) {
  const [draft, setDraft] = useState<Partial<Settings>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(draft);

  useEffect(() => () => clearTimeout(timer.current), []);

  function set(part: Partial<Settings>) {
    const next = { ...latest.current, ...part };
    latest.current = next;
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      await change(next);
      if (latest.current !== next) return;
      latest.current = {};
      setDraft({});
    }, SEND_DELAY);
  }

  return { shown: { ...settings, ...draft }, set };
}

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Settings } from "../../api/client";
import { Card } from "../../design/card";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { useDraft } from "../../design/form/draft";
import { Form } from "../../design/form/form";
import { Select } from "../../design/form/select";
import { Stepper } from "../../design/form/stepper";
import { TextField } from "../../design/form/textField";
import { t } from "../../i18n";
import { OwnPrompts } from "./ownPrompts";
import {
  isPromptLanguage,
  longestTheme,
  type PromptLanguage,
  promptLanguages,
  themes,
  translateTheme,
} from "./themes";
import "./gameSettings.css";

/** The API's limits. */
const bounds = { seconds: { min: 10, max: 120, step: 5 }, rounds: { min: 3, max: 10 } } as const;
const difficulties = ["easy", "normal", "wild"] as const;
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
  const rows = isHost ? <Controls settings={shown} set={set} /> : <Facts settings={shown} />;

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

interface ControlsProps {
  settings: Settings;
  set: (part: Partial<Settings>) => void;
}

function Controls({ settings, set }: ControlsProps) {
  const inLanguage = isPromptLanguage(settings.language) ? settings.language : "en";
  return (
    <>
      <div class="setting">
        <span>{t("lobby.round")}</span>
        <Stepper
          label={t("lobby.round")}
          value={settings.round_seconds}
          {...bounds.seconds}
          unit={t("lobby.seconds")}
          onChange={(round_seconds) => set({ round_seconds })}
        />
      </div>
      <div class="setting">
        <span>{t("lobby.rounds")}</span>
        <Stepper
          label={t("lobby.rounds")}
          value={settings.rounds}
          {...bounds.rounds}
          onChange={(rounds) => set({ rounds })}
        />
      </div>
      <ThemeSetting
        theme={settings.theme}
        language={inLanguage}
        choose={(theme) => set({ theme })}
      />
      <div class="setting">
        <span>{t("lobby.difficulty")}</span>
        <Select
          label={t("lobby.difficulty")}
          value={settings.difficulty}
          options={difficulties.map((value) => ({ value, word: t(`lobby.${value}`) }))}
          onChange={(difficulty) => set({ difficulty })}
        />
      </div>
      <div class="setting">
        <span>{t("lobby.promptsIn")}</span>
        <Select
          label={t("lobby.promptsIn")}
          value={inLanguage}
          options={Object.entries(promptLanguages).map(([value, word]) => ({
            value: value as PromptLanguage,
            word,
          }))}
          onChange={(language) =>
            set({ language, theme: translateTheme(settings.theme, language) })
          }
        />
      </div>
      <OwnPrompts settings={settings} set={set} />
    </>
  );
}

const CUSTOM_THEME = "own words";

interface ThemeProps {
  theme: string;
  language: PromptLanguage;
  choose: (theme: string) => void;
}

function ThemeSetting({ theme, language, choose }: ThemeProps) {
  const [typing, setTyping] = useState(false);
  const listed = themes[language];
  const isOwn = theme !== "" && !listed.includes(theme);
  const draft = useDraft("theme", { words: isOwn ? theme : "" });

  function end() {
    draft.forget();
    setTyping(false);
  }

  return (
    <div class="setting">
      <span>{t("lobby.theme")}</span>
      <Select
        label={t("lobby.theme")}
        value={theme}
        options={[
          { value: "", word: t("lobby.surprise") },
          ...listed.map((word) => ({ value: word, word })),
          ...(isOwn ? [{ value: theme, word: theme }] : []),
          { value: CUSTOM_THEME, word: t("lobby.ownWords") },
        ]}
        onChange={(value) => (value === CUSTOM_THEME ? setTyping(true) : choose(value))}
      />
      <Dialog open={typing} title={t("lobby.ownWordsTitle")} onClose={() => setTyping(false)}>
        <Form
          class="own-words"
          onSend={() => {
            choose(draft.value.words.trim());
            end();
          }}
        >
          <TextField
            label={t("lobby.ownWordsLabel")}
            placeholder={t("lobby.ownWordsExample")}
            value={draft.value.words}
            onInput={(words) => draft.change({ words })}
            maxLength={longestTheme}
            autofocus
          />
          <div class="dialog-actions">
            <Button variant="primary" type="submit">
              {t("common.save")}
            </Button>
            <Button variant="quiet" onClick={end}>
              {t("common.cancel")}
            </Button>
          </div>
        </Form>
      </Dialog>
    </div>
  );
}

function Facts({ settings }: { settings: Settings }) {
  return (
    <dl>
      <Fact name={t("lobby.round")} value={`${settings.round_seconds} ${t("lobby.seconds")}`} />
      <Fact name={t("lobby.rounds")} value={String(settings.rounds)} />
      <Fact name={t("lobby.theme")} value={settings.theme || t("lobby.surprise")} />
      <Fact name={t("lobby.difficulty")} value={t(`lobby.${settings.difficulty}`)} />
      <Fact name={t("lobby.promptsIn")} value={formatLanguage(settings.language)} />
      <Fact name={t("lobby.prompts")} value={settings.own_set_title ?? t("lobby.dealt")} />
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div class="setting">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function formatLanguage(tag: string): string {
  return isPromptLanguage(tag) ? promptLanguages[tag] : tag;
}

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Settings } from "../../api/client";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { useDraft } from "../../design/form/draft";
import { Form } from "../../design/form/form";
import { Select } from "../../design/form/select";
import { Stepper } from "../../design/form/stepper";
import { TextField } from "../../design/form/textField";
import { formatLanguage, languages, t } from "../../i18n";
import { OwnPrompts } from "./ownPrompts";
import { longestTheme, themes, translateTheme } from "./themes";

/** The API's limits. */
const bounds = { seconds: { min: 10, max: 120, step: 5 }, rounds: { min: 3, max: 10 } } as const;
const difficulties = ["easy", "normal", "wild"] as const;

interface ControlProps {
  settings: Settings;
  set: (part: Partial<Settings>) => void;
}

/** A setting as the host changes it, and as the others read it. */
interface Row {
  name: () => string;
  Control: (props: ControlProps & { label: string }) => ComponentChildren;
  value: (settings: Settings) => string;
}

/** The row of each setting, in their order on the card. */
const rows: Record<Exclude<keyof Settings, "own_set_title">, Row> = {
  round_seconds: {
    name: () => t("lobby.round"),
    Control: ({ label, settings, set }) => (
      <Stepper
        label={label}
        value={settings.round_seconds}
        {...bounds.seconds}
        unit={t("lobby.seconds")}
        onChange={(round_seconds) => set({ round_seconds })}
      />
    ),
    value: ({ round_seconds }) => `${round_seconds} ${t("lobby.seconds")}`,
  },
  rounds: {
    name: () => t("lobby.rounds"),
    Control: ({ label, settings, set }) => (
      <Stepper
        label={label}
        value={settings.rounds}
        {...bounds.rounds}
        onChange={(rounds) => set({ rounds })}
      />
    ),
    value: ({ rounds }) => String(rounds),
  },
  theme: {
    name: () => t("lobby.theme"),
    Control: ({ label, settings, set }) => (
      <ThemeControl
        label={label}
        theme={settings.theme}
        language={languageOf(settings)}
        choose={(theme) => set({ theme })}
      />
    ),
    value: ({ theme }) => theme || t("lobby.surprise"),
  },
  difficulty: {
    name: () => t("lobby.difficulty"),
    Control: ({ label, settings, set }) => (
      <Select
        label={label}
        value={settings.difficulty}
        options={difficulties.map((value) => ({ value, word: t(`lobby.${value}`) }))}
        onChange={(difficulty) => set({ difficulty })}
      />
    ),
    value: ({ difficulty }) => t(`lobby.${difficulty}`),
  },
  language: {
    name: () => t("lobby.promptsIn"),
    Control: ({ label, settings, set }) => (
      <Select
        label={label}
        value={languageOf(settings)}
        options={languages.map((value) => ({ value, word: formatLanguage(value) }))}
        onChange={(language) => set({ language, theme: translateTheme(settings.theme, language) })}
      />
    ),
    value: ({ language }) => formatLanguage(language),
  },
  own_set: {
    name: () => t("lobby.prompts"),
    Control: OwnPrompts,
    value: ({ own_set_title }) => own_set_title ?? t("lobby.dealt"),
  },
};

/** The settings as controls, for the host. */
export function SettingControls({ settings, set }: ControlProps) {
  return (
    <>
      {Object.entries(rows).map(([setting, { name, Control }]) => (
        <div key={setting} class="setting">
          <span>{name()}</span>
          <Control label={name()} settings={settings} set={set} />
        </div>
      ))}
    </>
  );
}

/** The settings as a list, for the other players. */
export function SettingFacts({ settings }: { settings: Settings }) {
  return (
    <dl>
      {Object.entries(rows).map(([setting, { name, value }]) => (
        <div key={setting} class="setting">
          <dt>{name()}</dt>
          <dd>{value(settings)}</dd>
        </div>
      ))}
    </dl>
  );
}

function languageOf({ language }: Settings): string {
  return languages.includes(language) ? language : "en";
}

const CUSTOM_THEME = "own words";

interface ThemeProps {
  label: string;
  theme: string;
  language: string;
  choose: (theme: string) => void;
}

function ThemeControl({ label, theme, language, choose }: ThemeProps) {
  const [typing, setTyping] = useState(false);
  const listed = themes[language];
  const isOwn = theme !== "" && !listed.includes(theme);
  const draft = useDraft("theme", { words: isOwn ? theme : "" });

  function end() {
    draft.forget();
    setTyping(false);
  }

  return (
    <>
      <Select
        label={label}
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
    </>
  );
}

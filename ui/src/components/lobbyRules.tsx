import { useState } from "preact/hooks";
import type { Rules } from "../api/client";
import { t } from "../i18n";
import { mostNames, readNames, tooLong } from "../lobby/knownNames";
import { longestName } from "../lobby/me";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Stepper } from "./stepper";
import { Switch } from "./switch";
import { TextArea } from "./textArea";
import { TextField } from "./textField";
import "./lobbyRules.css";

/** What the API takes. */
const capacity = { min: 2, max: 200 } as const;
const longestLobbyName = 40;

interface Props {
  rules: Rules;
  /** The names of who is in. */
  members: string[];
  change: (rules: Partial<Rules>) => Promise<void>;
}

/** The rules as they stand in the form: the names a line each. */
type Draft = Omit<Rules, "names"> & { names: string };

/** What the host decides about the lobby itself, in a sheet of its own. */
export function LobbyRules({ rules, members, change }: Props) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [wrong, setWrong] = useState<string>();
  const set = (part: Partial<Draft>) => setDraft((now) => now && { ...now, ...part });

  function open() {
    setWrong(undefined);
    setDraft({ ...rules, names: (rules.names ?? []).join("\n") });
  }

  /** Who is in is known, so a list begins with them. */
  function setNamesOnly(on: boolean) {
    if (on && !draft?.names)
      set({ names_only: on, names: readNames(members.join("\n")).join("\n") });
    else set({ names_only: on });
  }

  async function save(event: Event) {
    event.preventDefault();
    if (!draft) return;
    const { pairing: _, names: typed, ...rest } = draft; // pairing is chosen elsewhere
    const names = readNames(typed);
    const long = tooLong(names);
    if (draft.names_only && (long || names.length > mostNames)) {
      setWrong(
        long
          ? t("lobby.nameTooLong", { name: long, most: longestName })
          : t("lobby.tooManyNames", { most: mostNames }),
      );
      return;
    }
    setDraft(null);
    await change(draft.names_only ? { ...rest, names } : rest);
  }

  return (
    <>
      <Button look="quiet" size="small" icon="pencil" onClick={open}>
        {t("lobby.rules")}
      </Button>
      <Dialog open={draft !== null} title={t("lobby.rules")} onClose={() => setDraft(null)}>
        {draft && (
          <form class="lobby-rules" onSubmit={save}>
            <TextField
              label={t("lobby.rulesName")}
              placeholder={t("lobby.rulesNameExample")}
              value={draft.name}
              maxLength={longestLobbyName}
              onInput={(name) => set({ name })}
            />
            <div class="setting">
              <span>{t("lobby.capacity")}</span>
              <Stepper
                label={t("lobby.capacity")}
                value={draft.capacity}
                {...capacity}
                step={draft.capacity > 20 ? 10 : 1}
                onChange={(capacity) => set({ capacity })}
              />
            </div>
            <Switch
              word={t("lobby.locked")}
              on={draft.locked}
              onChange={(locked) => set({ locked })}
            />
            <Switch word={t("lobby.namesOnly")} on={draft.names_only} onChange={setNamesOnly} />
            {draft.names_only && (
              <TextArea
                class="lobby-rules-names"
                label={t("lobby.names")}
                rows={6}
                value={draft.names}
                wrong={wrong}
                onInput={(names) => {
                  setWrong(undefined);
                  set({ names });
                }}
              />
            )}
            <Switch
              word={t("lobby.public")}
              on={draft.public}
              onChange={(listed) => set({ public: listed })}
            />
            <div class="dialog-actions">
              <Button look="primary" type="submit">
                {t("common.save")}
              </Button>
              <Button look="quiet" onClick={() => setDraft(null)}>
                {t("common.cancel")}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}

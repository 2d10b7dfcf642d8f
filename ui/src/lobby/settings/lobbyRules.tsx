import { useState } from "preact/hooks";
import type { Rules } from "../../api/client";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { useDraft } from "../../design/form/draft";
import { Form } from "../../design/form/form";
import { Stepper } from "../../design/form/stepper";
import { Switch } from "../../design/form/switch";
import { TextArea } from "../../design/form/textArea";
import { TextField } from "../../design/form/textField";
import { t } from "../../i18n";
import { mostNames, readNames, tooLong } from "../../me/knownNames";
import { longestName } from "../../me/me";
import "./lobbyRules.css";

/** What the API takes. */
const capacity = { min: 2, max: 200 } as const;
const longestLobbyName = 40;

interface Props {
  /** The lobby's code. */
  lobby: string;
  rules: Rules;
  /** The names of who is in. */
  members: string[];
  /** Resolves to whether they are changed. */
  change: (rules: Partial<Rules>) => Promise<boolean>;
}

/** The rules as they stand in the form: the names a line each. */
type Written = Omit<Rules, "names"> & { names: string };

/** What the host decides about the lobby itself, in a sheet of its own. */
export function LobbyRules({ lobby, rules, members, change }: Props) {
  const draft = useDraft<Written>(`rules ${lobby}`, {
    ...rules,
    names: (rules.names ?? []).join("\n"),
  });
  const { value: written, change: set } = draft;
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string>();

  function close() {
    setWrong(undefined);
    setOpen(false);
  }

  /** Who is in is known, so a list begins with them. */
  function setNamesOnly(on: boolean) {
    if (on && !written.names)
      set({ names_only: on, names: readNames(members.join("\n")).join("\n") });
    else set({ names_only: on });
  }

  async function save() {
    const { pairing: _, names: typed, ...rest } = written; // pairing is chosen elsewhere
    const names = readNames(typed);
    const long = tooLong(names);
    if (rest.names_only && (long || names.length > mostNames)) {
      setWrong(
        long
          ? t("lobby.nameTooLong", { name: long, most: longestName })
          : t("lobby.tooManyNames", { most: mostNames }),
      );
      return;
    }
    if (!(await change(rest.names_only ? { ...rest, names } : rest))) return;
    draft.forget();
    close();
  }

  return (
    <>
      <Button look="quiet" size="small" icon="pencil" onClick={() => setOpen(true)}>
        {t("lobby.rules")}
      </Button>
      <Dialog open={open} title={t("lobby.rules")} onClose={close}>
        <Form class="lobby-rules" onSend={save}>
          <TextField
            label={t("lobby.rulesName")}
            placeholder={t("lobby.rulesNameExample")}
            value={written.name}
            maxLength={longestLobbyName}
            onInput={(name) => set({ name })}
          />
          <div class="setting">
            <span>{t("lobby.capacity")}</span>
            <Stepper
              label={t("lobby.capacity")}
              value={written.capacity}
              {...capacity}
              step={written.capacity > 20 ? 10 : 1}
              onChange={(capacity) => set({ capacity })}
            />
          </div>
          <Switch
            word={t("lobby.locked")}
            on={written.locked}
            onChange={(locked) => set({ locked })}
          />
          <Switch word={t("lobby.namesOnly")} on={written.names_only} onChange={setNamesOnly} />
          {written.names_only && (
            <TextArea
              class="lobby-rules-names"
              label={t("lobby.names")}
              rows={6}
              value={written.names}
              wrong={wrong}
              onInput={(names) => {
                setWrong(undefined);
                set({ names });
              }}
            />
          )}
          <Switch
            word={t("lobby.public")}
            on={written.public}
            onChange={(listed) => set({ public: listed })}
          />
          <div class="dialog-actions">
            <Button look="primary" type="submit">
              {t("common.save")}
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                draft.forget();
                close();
              }}
            >
              {t("common.cancel")}
            </Button>
          </div>
        </Form>
      </Dialog>
    </>
  );
}

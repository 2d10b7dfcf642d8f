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
import { firstTooLong, MAX_NAMES, readNames } from "../../me/knownNames";
import { MAX_NAME_LENGTH } from "../../me/me";
import "./lobbyRules.css";

/** The API's limits. */
const capacity = { min: 2, max: 200 } as const;
const longestLobbyName = 40;

interface Props {
  /** The lobby's code. */
  lobby: string;
  rules: Rules;
  /** The names of the members. */
  members: string[];
  /** Resolves to whether the change was made. */
  change: (rules: Partial<Rules>) => Promise<boolean>;
}

/** The rules as typed into the form, with one name a line. */
type RulesDraft = Omit<Rules, "names"> & { names: string };

/** The dialog for the lobby's rules. */
export function LobbyRules({ lobby, rules, members, change }: Props) {
  const draft = useDraft<RulesDraft>(`rules ${lobby}`, {
    ...rules,
    names: (rules.names ?? []).join("\n"),
  });
  const { value: typed, change: set } = draft;
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string>();

  function close() {
    setWrong(undefined);
    setOpen(false);
  }

  /** A new list starts with the current members. */
  function setNamesOnly(on: boolean) {
    if (on && !typed.names)
      set({ names_only: on, names: readNames(members.join("\n")).join("\n") });
    else set({ names_only: on });
  }

  async function save() {
    const { pairing: _, names: typedNames, ...rest } = typed; // pairing is chosen elsewhere
    const names = readNames(typedNames);
    const long = firstTooLong(names);
    if (rest.names_only && (long || names.length > MAX_NAMES)) {
      setWrong(
        long
          ? t("lobby.nameTooLong", { name: long, most: MAX_NAME_LENGTH })
          : t("lobby.tooManyNames", { most: MAX_NAMES }),
      );
      return;
    }
    if (!(await change(rest.names_only ? { ...rest, names } : rest))) return;
    draft.forget();
    close();
  }

  return (
    <>
      <Button variant="quiet" size="small" icon="pencil" onClick={() => setOpen(true)}>
        {t("lobby.rules")}
      </Button>
      <Dialog open={open} title={t("lobby.rules")} onClose={close}>
        <Form class="lobby-rules" onSend={save}>
          <TextField
            label={t("lobby.rulesName")}
            placeholder={t("lobby.rulesNameExample")}
            value={typed.name}
            maxLength={longestLobbyName}
            onInput={(name) => set({ name })}
          />
          <div class="setting">
            <span>{t("lobby.capacity")}</span>
            <Stepper
              label={t("lobby.capacity")}
              value={typed.capacity}
              {...capacity}
              step={typed.capacity > 20 ? 10 : 1}
              onChange={(capacity) => set({ capacity })}
            />
          </div>
          <Switch
            word={t("lobby.locked")}
            on={typed.locked}
            onChange={(locked) => set({ locked })}
          />
          <Switch word={t("lobby.namesOnly")} on={typed.names_only} onChange={setNamesOnly} />
          {typed.names_only && (
            <>
              <TextArea
                class="lobby-rules-names"
                label={t("lobby.names")}
                rows={6}
                value={typed.names}
                wrong={wrong}
                onInput={(names) => {
                  setWrong(undefined);
                  set({ names });
                }}
              />
              <Switch
                word={t("host.offerNames")}
                on={typed.offer_names}
                onChange={(offered) => set({ offer_names: offered })}
              />
            </>
          )}
          <Switch
            word={t("lobby.public")}
            on={typed.public}
            onChange={(listed) => set({ public: listed })}
          />
          <div class="dialog-actions">
            <Button variant="primary" type="submit">
              {t("common.save")}
            </Button>
            <Button
              variant="quiet"
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

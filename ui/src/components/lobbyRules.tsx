import { useState } from "preact/hooks";
import type { Rules } from "../api/client";
import { t } from "../i18n";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Stepper } from "./stepper";
import { Switch } from "./switch";
import { TextField } from "./textField";

/** What the API takes. */
const capacity = { min: 2, max: 200 } as const;
const longestName = 40;

interface Props {
  rules: Rules;
  change: (rules: Partial<Rules>) => Promise<void>;
}

/** What the host decides about the lobby itself, in a sheet of its own. */
export function LobbyRules({ rules, change }: Props) {
  const [draft, setDraft] = useState<Rules | null>(null);
  const set = (part: Partial<Rules>) => setDraft((now) => now && { ...now, ...part });

  async function save(event: Event) {
    event.preventDefault();
    const { pairing: _, ...rest } = draft ?? rules; // that is chosen elsewhere
    setDraft(null);
    await change(rest);
  }

  return (
    <>
      <Button look="quiet" size="small" icon="pencil" onClick={() => setDraft(rules)}>
        {t("lobby.rules")}
      </Button>
      <Dialog open={draft !== null} title={t("lobby.rules")} onClose={() => setDraft(null)}>
        {draft && (
          <form onSubmit={save}>
            <TextField
              label={t("lobby.rulesName")}
              placeholder={t("lobby.rulesNameExample")}
              value={draft.name}
              maxLength={longestName}
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

import { useEffect, useState } from "preact/hooks";
import { api, ask, type PromptSet, type Settings, sayFailure } from "../../api/client";
import { Select } from "../../design/form/select";
import { toast } from "../../design/toast";
import { t } from "../../i18n";
import { WriteSet } from "./writeSet";

interface Props {
  settings: Settings;
  set: (part: Partial<Settings>) => void;
}

const dealt = "";
const write = "write";

/** Whether Tandem deals the prompts or the host has written them. */
export function OwnPrompts({ settings, set }: Props) {
  const [mine, setMine] = useState<PromptSet[]>([]);
  const [writing, setWriting] = useState(false);

  useEffect(() => {
    void ask(api.GET("/api/prompt-sets")).then((answer) => {
      if (answer.ok) setMine(answer.data.prompt_sets);
    });
  }, []);

  function choose(own: PromptSet | undefined) {
    if (own) set({ own_set: own.id, rounds: Math.min(settings.rounds, own.player1.length) });
    else set({ own_set: "" });
  }

  function keep(own: PromptSet) {
    setMine((sets) => [own, ...sets]);
    setWriting(false);
    choose(own);
  }

  async function putAway(own: PromptSet) {
    const gone = await ask(
      api.DELETE("/api/prompt-sets/{id}", { params: { path: { id: own.id } } }),
    );
    if (!gone.ok) return toast(sayFailure(gone.failure));
    setMine((sets) => sets.filter(({ id }) => id !== own.id));
    if (settings.own_set === own.id) choose(undefined);
  }

  const chosen = settings.own_set ?? dealt;
  const known = chosen === dealt || mine.some(({ id }) => id === chosen);
  return (
    <div class="setting">
      <span>{t("lobby.prompts")}</span>
      <Select
        label={t("lobby.prompts")}
        value={chosen}
        options={[
          { value: dealt, word: t("lobby.dealt") },
          ...(known ? [] : [{ value: chosen, word: settings.own_set_title ?? "" }]),
          ...mine.map(({ id, title }) => ({ value: id, word: title })),
          { value: write, word: t("lobby.writeOwn") },
        ]}
        onChange={(value) =>
          value === write ? setWriting(true) : choose(mine.find(({ id }) => id === value))
        }
      />
      <WriteSet
        open={writing}
        language={settings.language}
        mine={mine}
        onKept={keep}
        onPutAway={putAway}
        onClose={() => setWriting(false)}
      />
    </div>
  );
}

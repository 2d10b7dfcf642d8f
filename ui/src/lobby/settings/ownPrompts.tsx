import { useEffect, useState } from "preact/hooks";
import { api, ask, formatFailure, type PromptSet, type Settings } from "../../api/client";
import { Select } from "../../design/form/select";
import { toast } from "../../design/toast";
import { t } from "../../i18n";
import { usePart } from "../../page/usePart";

interface Props {
  label: string;
  settings: Settings;
  set: (part: Partial<Settings>) => void;
}

const dealt = "";
const write = "write";

/** Chooses between Tandem's prompts and the host's own. */
export function OwnPrompts({ label, settings, set }: Props) {
  const [ownSets, setOwnSets] = useState<PromptSet[]>([]);
  const [writing, setWriting] = useState(false);
  const part = usePart(() => import("./writeSet"));

  useEffect(() => {
    void ask(api.GET("/api/prompt-sets")).then((answer) => {
      if (answer.ok) setOwnSets(answer.data.prompt_sets);
    });
  }, []);

  function choose(own: PromptSet | undefined) {
    if (own) set({ own_set: own.id, rounds: Math.min(settings.rounds, own.player1.length) });
    else set({ own_set: "" });
  }

  function addSet(own: PromptSet) {
    setOwnSets((sets) => [own, ...sets]);
    setWriting(false);
    choose(own);
  }

  async function deleteSet(own: PromptSet) {
    const gone = await ask(
      api.DELETE("/api/prompt-sets/{id}", { params: { path: { id: own.id } } }),
    );
    if (!gone.ok) return toast(formatFailure(gone.failure));
    setOwnSets((sets) => sets.filter(({ id }) => id !== own.id));
    if (settings.own_set === own.id) choose(undefined);
  }

  const chosen = settings.own_set ?? dealt;
  const known = chosen === dealt || ownSets.some(({ id }) => id === chosen);
  return (
    <>
      <Select
        label={label}
        value={chosen}
        options={[
          { value: dealt, word: t("lobby.dealt") },
          ...(known ? [] : [{ value: chosen, word: settings.own_set_title ?? "" }]),
          ...ownSets.map(({ id, title }) => ({ value: id, word: title })),
          { value: write, word: t("lobby.writeOwn") },
        ]}
        onChange={(value) =>
          value === write ? setWriting(true) : choose(ownSets.find(({ id }) => id === value))
        }
      />
      {part && (
        <part.WriteSet
          open={writing}
          language={settings.language}
          ownSets={ownSets}
          onSaved={addSet}
          onDelete={deleteSet}
          onClose={() => setWriting(false)}
        />
      )}
    </>
  );
}

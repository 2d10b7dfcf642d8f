import { useState } from "preact/hooks";
import { api, ask, type PromptSet, sayFailure } from "../api/client";
import { t } from "../i18n";
import { emptyDraft, readPasted, type SetDraft, written } from "../lobby/ownSet";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextArea } from "./textArea";
import { TextField } from "./textField";
import "./writeSet.css";

interface Props {
  open: boolean;
  /** Of the prompts, as the lobby has it. */
  language: string;
  /** What the host has written already. */
  mine: readonly PromptSet[];
  onKept: (set: PromptSet) => void;
  onPutAway: (set: PromptSet) => void;
  onClose: () => void;
}

/** Where a host writes a prompt set, or pastes one. */
export function WriteSet({ open, onClose, ...rest }: Props) {
  return (
    <Dialog open={open} title={t("lobby.writeOwnTitle")} onClose={onClose}>
      <Form {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Form({ language, mine, onKept, onPutAway, onClose }: Omit<Props, "open">) {
  const [draft, setDraft] = useState<SetDraft>(emptyDraft);
  const [pasting, setPasting] = useState(false);
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<SetDraft>) => setDraft({ ...draft, ...part });

  function paste(text: string) {
    const pasted = readPasted(text);
    setWrong(text.trim() && !pasted ? t("lobby.pasteWrong") : "");
    if (!pasted) return;
    setDraft(pasted);
    setPasting(false);
  }

  async function keep(event: Event) {
    event.preventDefault();
    setBusy(true);
    const answer = await ask(api.POST("/api/prompt-sets", { body: written(draft, language) }));
    setBusy(false);
    if (answer.ok) onKept(answer.data);
    else setWrong(sayFailure(answer.failure));
  }

  return (
    <form class="write-set" onSubmit={keep}>
      <p>{t("lobby.writeOwnText")}</p>
      {pasting ? (
        <TextArea label={t("lobby.pasteLabel")} value="" rows={8} onInput={paste} />
      ) : (
        <>
          <TextField
            label={t("lobby.setTitle")}
            placeholder={t("lobby.setTitleExample")}
            value={draft.title}
            maxLength={60}
            onInput={(title) => change({ title })}
          />
          <TextArea
            label={t("lobby.seriesOne")}
            placeholder={t("lobby.seriesOneExample")}
            value={draft.series[0]}
            maxLength={2000}
            onInput={(one) => change({ series: [one, draft.series[1]] })}
          />
          <TextArea
            label={t("lobby.seriesTwo")}
            placeholder={t("lobby.seriesTwoExample")}
            value={draft.series[1]}
            maxLength={2000}
            onInput={(two) => change({ series: [draft.series[0], two] })}
          />
          <TextField
            label={t("lobby.setCaption")}
            value={draft.caption}
            maxLength={120}
            onInput={(caption) => change({ caption })}
          />
        </>
      )}
      <p class="text-field-wrong" role="alert">
        {wrong}
      </p>
      <div class="dialog-actions">
        <Button look="primary" type="submit" busy={busy} disabled={pasting}>
          {t("lobby.useSet")}
        </Button>
        <Button look="quiet" icon="copy" onClick={() => setPasting(!pasting)}>
          {pasting ? t("lobby.writeInstead") : t("lobby.paste")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
      {mine.length > 0 && (
        <ul class="own-sets">
          {mine.map((set) => (
            <li key={set.id}>
              <span>{set.title}</span>
              <Button
                look="quiet"
                size="small"
                icon="trash"
                label={t("lobby.putAway", { title: set.title })}
                onClick={() => onPutAway(set)}
              />
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

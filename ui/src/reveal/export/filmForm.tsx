import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../design/form/button";
import { Icon } from "../../design/icons/icon";
import { toast } from "../../design/toast";
import { formatNumber, t } from "../../i18n";
import type { FilmFile } from "./film";
import { canShare, shareable, shareFile } from "./shareFile";
import "./filmForm.css";

export interface FilmControl {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

interface Props {
  title: string;
  text: string;
  /** The file's name without its extension. */
  name: string;
  /** The title of a shared film. */
  drawing: string;
  make: (shooting: FilmControl) => Promise<FilmFile>;
  /** A sentence that says why it failed. */
  formatError: (err: unknown) => string;
}

/**
 * A film, which has to be made first: a button, then its progress and a button to cancel. Where the
 * device shares files, the player then chooses; elsewhere it is a download.
 */
export function FilmForm({ title, text, name, drawing, make, formatError }: Props) {
  const [progress, setProgress] = useState<number | null>(null);
  const [wrong, setWrong] = useState("");
  const [made, setMade] = useState<File | null>(null);
  const making = useRef<AbortController | null>(null);
  useEffect(() => () => making.current?.abort(), []);

  async function start() {
    const stop = new AbortController();
    making.current = stop;
    setWrong("");
    setProgress(0);
    try {
      const { file, end } = await make({ signal: stop.signal, onProgress: setProgress });
      const film = shareable(file, name, end);
      // The press was too long ago to open the share sheet.
      if (canShare(film)) setMade(film);
      else save(film);
    } catch (err) {
      if (!stop.signal.aborted) {
        console.error(err);
        setWrong(formatError(err));
      }
    }
    if (making.current === stop) setProgress(null);
  }

  async function share(film: File) {
    try {
      await shareFile(film, drawing);
    } catch (err) {
      console.error(err);
      toast(t("error.unknown"));
    }
  }

  if (progress !== null) {
    const percent = Math.round(progress * 100);
    return (
      <div class="reveal-form film-form">
        <div class="film-form-making">
          <span class="reveal-form-title">{title}</span>
          <progress value={progress} aria-label={title} />
          <span class="film-form-percent" role="status">
            {t("reveal.making", { percent: formatNumber(percent) })}
          </span>
        </div>
        <Button size="small" onClick={() => making.current?.abort()}>
          {t("common.cancel")}
        </Button>
      </div>
    );
  }
  if (made) {
    return (
      <div class="reveal-form film-form film-form-made">
        <span class="reveal-form-title" role="status">
          {made.name}
        </span>
        <div class="film-form-ways">
          <Button size="small" icon="share" onClick={() => share(made)}>
            {t("reveal.share")}
          </Button>
          <Button variant="quiet" size="small" onClick={() => save(made)}>
            {t("reveal.download")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <button type="button" class="reveal-form" onClick={start}>
      <Icon name="download" />
      <span>
        <span class="reveal-form-title">{title}</span>
        <span class="reveal-form-text" role={wrong ? "alert" : undefined}>
          {wrong || text}
        </span>
      </span>
    </button>
  );
}

/** Saves a file as a download. */
function save(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser has started reading the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

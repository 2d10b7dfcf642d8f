import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../design/form/button";
import { Icon } from "../../design/icons/icon";
import { formatNumber, t } from "../../i18n";
import type { FilmFile } from "./film";
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
  make: (shooting: FilmControl) => Promise<FilmFile>;
  /** A sentence that says why it failed. */
  formatError: (err: unknown) => string;
}

/** A download that has to be made first: a button, then its progress and a button to cancel. */
export function FilmForm({ title, text, name, make, formatError }: Props) {
  const [share, setShare] = useState<number | null>(null);
  const [wrong, setWrong] = useState("");
  const making = useRef<AbortController | null>(null);
  useEffect(() => () => making.current?.abort(), []);

  async function start() {
    const stop = new AbortController();
    making.current = stop;
    setWrong("");
    setShare(0);
    try {
      const { file, end } = await make({ signal: stop.signal, onProgress: setShare });
      save(file, `${name}.${end}`);
    } catch (err) {
      if (!stop.signal.aborted) {
        console.error(err);
        setWrong(formatError(err));
      }
    }
    if (making.current === stop) setShare(null);
  }

  if (share !== null) {
    const percent = Math.round(share * 100);
    return (
      <div class="reveal-form film-form">
        <div class="film-form-making">
          <span class="reveal-form-title">{title}</span>
          <progress value={share} aria-label={title} />
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
function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has started reading the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

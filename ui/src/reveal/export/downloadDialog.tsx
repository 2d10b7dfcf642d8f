import type { Game } from "../../api/client";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { addEnglish, t } from "../../i18n";
import { download } from "../../i18n/en/download";
import { fromHex } from "../../ink/palette";
import type { FilmTask } from "./film.worker";
import { type FilmControl, FilmForm } from "./filmForm";
import { makeFilm } from "./makeFilm";
import { PictureForm } from "./pictureForm";

addEnglish(download);

interface Props {
  open: boolean;
  onClose: () => void;
}

/** Downloads or shares the drawing as a picture, as shapes, or as a film of how it was drawn. */
export function DownloadDialog({ game, open, onClose }: Props & { game: Game }) {
  const film = async (form: FilmTask["form"], shooting: FilmControl) => {
    const response = await fetch(`/api/games/${game.id}/recording`, { signal: shooting.signal });
    if (!response.ok) throw new Error(`recording: ${response.status}`);
    const stream = new Uint8Array(await response.arrayBuffer());
    return makeFilm({ form, stream, paper }, shooting);
  };
  const paper = fromHex(game.paper);
  const base = `/api/games/${game.id}/drawing`;
  const name = ["tandem", ...game.seats.map((seat) => seat.name)].filter(Boolean).join("-");
  const [a, b] = game.seats.map((seat) => seat.name || t("common.someone"));
  const drawing = t("reveal.title", { a, b });
  const forms = [
    { end: "png", title: t("reveal.png"), text: t("reveal.pngText") },
    { end: "svg", title: t("reveal.svg"), text: t("reveal.svgText") },
  ] as const;
  return (
    <Dialog
      open={open}
      title={t("reveal.downloadTitle")}
      onClose={onClose}
      actions={
        <Button variant="quiet" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <ul class="reveal-forms">
        {forms.map(({ end, title, text }) => (
          <li key={end}>
            <PictureForm
              title={title}
              text={text}
              base={base}
              name={name}
              end={end}
              drawing={drawing}
              onDone={onClose}
            />
          </li>
        ))}
        <li>
          <FilmForm
            title={t("reveal.video")}
            text={t("reveal.videoText")}
            name={name}
            drawing={drawing}
            make={(shooting) => film("video", shooting)}
            formatError={(err) => t(isNoVideo(err) ? "reveal.noVideo" : "reveal.notMade")}
          />
        </li>
        <li>
          <FilmForm
            title={t("reveal.gif")}
            text={t("reveal.gifText")}
            name={name}
            drawing={drawing}
            make={(shooting) => film("gif", shooting)}
            formatError={() => t("reveal.notMade")}
          />
        </li>
      </ul>
    </Dialog>
  );
}

/** Errors from the worker keep only their name. */
const isNoVideo = (err: unknown) => err instanceof Error && err.name === "NoVideo";

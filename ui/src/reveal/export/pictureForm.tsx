import { Button } from "../../design/form/button";
import { Icon } from "../../design/icons/icon";
import { toast } from "../../design/toast";
import { t } from "../../i18n";
import { canShare, shareable, shareFile } from "./shareFile";
import "./pictureForm.css";

interface Props {
  title: string;
  text: string;
  /** The picture's address without its extension. */
  base: string;
  /** The file's name without its extension. */
  name: string;
  end: "png" | "svg";
  /** The title of a shared picture. */
  drawing: string;
  onDone: () => void;
}

/** A picture that the server makes: downloaded, or shared where the device can. */
export function PictureForm({ title, text, base, name, end, drawing, onDone }: Props) {
  async function share() {
    try {
      const answer = await fetch(`${base}.png`);
      if (!answer.ok) throw new Error(`drawing: ${answer.status}`);
      await shareFile(shareable(await answer.blob(), name, "png"), drawing);
      onDone();
    } catch (err) {
      console.error(err);
      toast(t("error.unknown"));
    }
  }

  const shares = end === "png" && canShare(shareable(new Blob(), name, end));
  return (
    <div class="picture-form">
      <a class="reveal-form" href={`${base}.${end}`} download={`${name}.${end}`} onClick={onDone}>
        <Icon name="download" />
        <span>
          <span class="reveal-form-title">{title}</span>
          <span class="reveal-form-text">{text}</span>
        </span>
      </a>
      {shares && (
        <Button
          variant="wash"
          size="small"
          icon="share"
          label={`${t("reveal.share")}: ${title}`}
          onClick={share}
        />
      )}
    </div>
  );
}

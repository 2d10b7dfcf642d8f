import { useState } from "preact/hooks";
import { api, ask, formatFailure } from "../api/client";
import { Icon } from "../design/icons/icon";
import { toast } from "../design/toast";
import { formatNumber, t, tn } from "../i18n";
import { ensureSession } from "./session";
import "./words";
import "./likeButton.css";

interface Props {
  game: string;
  title: string;
  likes: number;
  liked: boolean;
}

/** A heart that is filled when the player likes a drawing, and how many do. */
export function LikeButton({ game, title, ...first }: Props) {
  const [{ likes, liked }, setLiking] = useState(first);

  async function change() {
    const wish = !liked;
    setLiking({ likes, liked: wish }); // at once; the number follows
    const begun = await ensureSession();
    const answer = begun.ok
      ? await ask(
          api.PUT("/api/games/{id}/like", {
            params: { path: { id: game } },
            body: { liked: wish },
          }),
        )
      : begun;
    if (!answer.ok) {
      setLiking({ likes, liked });
      return toast(formatFailure(answer.failure));
    }
    setLiking(answer.data);
    if (wish && answer.data.likes === likes) toast(t("gallery.notYet"));
  }

  return (
    <button
      type="button"
      class="like-button"
      aria-pressed={liked}
      aria-label={`${t("gallery.like", { title })}, ${tn("gallery.likes", likes)}`}
      onClick={change}
    >
      <Icon name="heart" size={22} class={liked ? "like-filled" : ""} />
      {likes > 0 && <span>{formatNumber(likes)}</span>}
    </button>
  );
}

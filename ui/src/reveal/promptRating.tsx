import { useRef, useState } from "preact/hooks";
import { api, ask, formatFailure, type Game } from "../api/client";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { t } from "../i18n";
import "./promptRating.css";

const thumbs = [
  { value: "good", icon: "thumbUp" },
  { value: "bad", icon: "thumbDown" },
] as const;

type Rating = Game["rating"];

/** Lets a player rate the prompts; pressing again withdraws the rating. */
export function PromptRating({ game }: { game: Game }) {
  const [rating, setRating] = useState(game.rating);
  const wished = useRef<Rating>(game.rating);
  const stored = useRef<Rating>(game.rating);
  const sending = useRef(false);

  function rate(value: "good" | "bad") {
    wished.current = wished.current === value ? undefined : value;
    setRating(wished.current);
    void send();
  }

  /** Sends one request at a time, so that the last press wins. */
  async function send() {
    if (sending.current) return;
    sending.current = true;
    let sent: Rating;
    do {
      sent = wished.current;
      const answer = await ask(
        api.PUT("/api/games/{id}/rating", {
          params: { path: { id: game.id } },
          body: { prompts: sent ?? "" },
        }),
      );
      if (!answer.ok) {
        toast(formatFailure(answer.failure));
        wished.current = sent = stored.current;
        setRating(sent);
      }
      stored.current = sent;
    } while (wished.current !== sent);
    sending.current = false;
  }

  return (
    <div class="prompt-rating">
      <span>{t("reveal.rate")}</span>
      {thumbs.map(({ value, icon }) => (
        <Button
          key={value}
          variant="quiet"
          size="small"
          icon={icon}
          label={t(`reveal.${value}`)}
          pressed={rating === value}
          onClick={() => rate(value)}
        />
      ))}
    </div>
  );
}

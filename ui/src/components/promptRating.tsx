import { useState } from "preact/hooks";
import { api, ask, type Game, sayFailure } from "../api/client";
import { t } from "../i18n";
import { Button } from "./button";
import { toast } from "./toast";
import "./promptRating.css";

const thumbs = [
  { value: "good", icon: "thumbUp" },
  { value: "bad", icon: "thumbDown" },
] as const;

/** A player says what they thought of the prompts; pressing again takes it back. */
export function PromptRating({ game }: { game: Game }) {
  const [rating, setRating] = useState(game.rating);

  async function rate(value: "good" | "bad") {
    const before = rating;
    const next = rating === value ? undefined : value;
    setRating(next);
    const answer = await ask(
      api.PUT("/api/games/{id}/rating", {
        params: { path: { id: game.id } },
        body: { prompts: next ?? "" },
      }),
    );
    if (answer.ok) return;
    setRating(before);
    toast(sayFailure(answer.failure));
  }

  return (
    <div class="prompt-rating">
      <span>{t("reveal.rate")}</span>
      {thumbs.map(({ value, icon }) => (
        <Button
          key={value}
          look="quiet"
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

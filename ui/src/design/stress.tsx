/** Words with a `**stressed**` part. */
export function Stress({ text }: { text: string }) {
  return text.split("**").map((part, i) => (i % 2 ? <strong key={part}>{part}</strong> : part));
}

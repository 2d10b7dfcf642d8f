/** The words of the download dialog, which come with it. */
export const download = {
  "reveal.downloadTitle": "Take it with you",
  "reveal.png": "Picture (PNG)",
  "reveal.pngText": "For chats, prints and walls",
  "reveal.svg": "Shapes (SVG)",
  "reveal.svgText": "For any size, and for editing",
  "reveal.video": "Video",
  "reveal.videoText": "How it came to be, eight times as fast",
  "reveal.noVideo":
    "This browser writes no video here. A newer one, or https, will do; a GIF works everywhere.",
  "reveal.gif": "Moving picture (GIF)",
  "reveal.gifText": "The same, smaller, for any chat",
  "reveal.making": "{percent} % made",
  "reveal.notMade": "That did not work. Try again.",
} as const;

import type { Names } from "../messages";

export const names: Names = {
  between: " ",
  kinds: [
    [
      "Brave Breezy Brisk Calm Cheery Clever Cosy Curious Daring Dreamy Fancy Gentle Happy Humble Jolly Kind Lucky Mellow Merry Mighty Nimble Plucky Polite Quick Quiet Snug Spry Sunny Swift Tidy Witty Zesty",
      "Alpaca Badger Beaver Bee Crane Crow Dolphin Duck Falcon Ferret Finch Fox Frog Gecko Goat Hare Heron Koala Lynx Magpie Mole Moose Newt Otter Owl Panda Pelican Puffin Robin Seal Sloth Stork Swan Toad Turtle Walrus Whale Wombat Wren Yak",
    ],
  ],
};

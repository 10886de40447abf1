/** Area codes of the United States: people keep their number when they move. In each 555-0100 to -0199 is kept. */
const AREA_CODES = `
  201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252
  253 254 256 260 262 267 269 270 272 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319
  320 321 323 325 330 331 334 336 337 339 347 351 352 360 361 385 386 401 402 404 405 406 407 408 409 410 412 413
  414 415 417 419 423 424 425 430 432 434 435 440 442 443 458 463 469 470 475 478 479 480 484 501 502 503 504 505
  507 508 509 510 512 513 515 516 517 518 520 530 531 534 539 540 541 551 559 561 562 563 567 570 571 573 574 575
  580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 628 629 630 631 636 641
  646 650 651 657 660 661 662 667 669 678 681 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720
  724 725 727 731 732 734 737 740 743 747 754 757 760 762 763 765 769 770 772 773 774 775 779 781 785 786 801 802
  803 804 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 848 850 854 856 857 858 859 860
  862 863 864 865 870 872 878 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 920 925 928 929 930
  931 934 936 937 938 940 941 947 949 951 952 954 956 959 970 971 972 973 978 979 980 984 985 989
`
  .trim()
  .split(/\s+/);

/**
 * Numbers that are valid and that nobody has, as patterns in which `#` stands for a digit: 555-01XX in North America,
 * and those that Ofcom, Bundesnetzagentur and Arcep keep for drama. Of the numbers of mobiles that they keep, few are
 * valid to libphonenumber, so that outside the United States these are fixed lines. Ireland's are valid to nobody but
 * ComReg: as in life, some numbers in a program's books are none.
 */
const RANGES: Readonly<Record<string, readonly string[]>> = {
  US: AREA_CODES.map((code) => `+1${code}55501##`),
  GB: [
    ...['+442079460###', '+441134960###', '+441144960###', '+441164960###', '+441174960###', '+441184960###'],
    ...['+441214960###', '+441314960###', '+441414960###', '+441514960###', '+441614960###', '+442896496###'],
    ...['+442920180###', '+441914980###'],
  ],
  DE: ['+493023125', '+494066969', '+4922147100', '+496990009', '+498999998'].flatMap((range) =>
    Array.from({ length: 10 }, (_, digit) => `${range}${digit}##`),
  ),
  FR: ['+3319900####', '+3326191####', '+3335301####', '+3346571####', '+3353649####'],
  IE: ['+35320910####'],
};

/** The range of numbers that the how-manieth person of a country has one of; null where the country keeps none. */
export function phoneRange(country: string, number: number): string | null {
  const ranges = RANGES[country] ?? [];
  return ranges[number % ranges.length] ?? null;
}

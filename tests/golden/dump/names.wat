;; RUN:
;; Names that are wide, long, or act upon terminals.
(module
  (import "名前" "ﬀ\e2\80\ae" (func $f))
  (func $a_name_that_is_much_longer_than_any_line_of_eighty_columns_and_so_has_to_be_cut_somewhere
    (export "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ")
    (export "e\cc\81e\cc\81e\cc\81")
    (export "\1b[31mred\1b[0m")
    (export "two\nlines\t\"quoted\" \\")
    (export "")
    (export "a_name_that_is_much_longer_than_any_line_of_eighty_columns_and_so_has_to_be_cut")
    call $f))

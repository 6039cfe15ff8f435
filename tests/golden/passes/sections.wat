;; RUN: sections
(module)

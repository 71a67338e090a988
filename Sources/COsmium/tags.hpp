#pragma once
#include <osmium/io/error.hpp>
#include <osmium/osm/tag.hpp>
#include <cstdint>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

/// Numbers the distinct combinations of wanted tags: 0 is the empty one.
class TagSets {
public:
  TagSets(const char *const *wanted, size_t count) {
    for (size_t index = 0; index < count; ++index) {
      keys.emplace_back(wanted[index]);
      by_first[static_cast<unsigned char>(wanted[index][0])].push_back(static_cast<uint32_t>(index));
    }
    numbers.emplace(std::string(), 0);
    texts.push_back(&numbers.begin()->first);
  }

  uint32_t number(const osmium::TagList &tags) {
    found.clear();
    const char *next = reinterpret_cast<const char *>(tags.data()) + sizeof(osmium::TagList);
    const char *const end = reinterpret_cast<const char *>(tags.data()) + tags.byte_size();
    while (next < end) {
      const char *const key = next;
      const char *const value = after(key, end);
      next = after(value, end);
      const size_t length = static_cast<size_t>(value - key) - 1;
      for (uint32_t index : by_first[static_cast<unsigned char>(key[0])])
        if (keys[index].size() == length && std::memcmp(keys[index].data(), key, length) == 0) {
          insert(index, value);
          break;
        }
    }
    if (found.empty()) return 0;
    text.clear();
    for (const auto &[index, value] : found) {
      text.append(keys[index]).push_back('\0');
      text.append(value).push_back('\0');
    }
    auto [at, is_new] = numbers.try_emplace(text, static_cast<uint32_t>(texts.size()));
    if (is_new) texts.push_back(&at->first);
    return at->second;
  }

  size_t count() const { return texts.size(); }
  const std::string &at(size_t index) const { return *texts[index]; }

private:
  /// What follows a string. A NUL within a tag of a damaged file makes strings of an odd number, and libosmium's own
  /// iterator then runs on behind the last of them.
  static const char *after(const char *text, const char *end) {
    const void *nul = text < end ? std::memchr(text, 0, static_cast<size_t>(end - text)) : nullptr;
    if (nul == nullptr) throw osmium::io_error{"NUL character in a tag"};
    return static_cast<const char *>(nul) + 1;
  }

  /// Keeps `found` ordered by key, whatever order the file has.
  void insert(uint32_t index, const char *value) {
    size_t at = found.size();
    while (at > 0 && found[at - 1].first > index) --at;
    found.insert(found.begin() + static_cast<std::ptrdiff_t>(at), {index, value});
  }

  std::vector<std::string> keys;
  std::vector<uint32_t> by_first[256];
  std::unordered_map<std::string, uint32_t> numbers;
  std::vector<const std::string *> texts;
  std::vector<std::pair<uint32_t, const char *>> found;
  std::string text;
};

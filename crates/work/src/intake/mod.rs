//! Departments' files in: recognised, mapped, checked, stored, answered.
